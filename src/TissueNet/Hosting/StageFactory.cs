using System.Reflection;
using TissueNet.Stages;

namespace TissueNet.Hosting;

/// <summary>
/// Makes stages and reports: constructor parameters are the options record, the <see cref="StageContext"/>, what the run supplies,
/// and services of the host.
/// </summary>
internal sealed class StageFactory(IServiceProvider services, params object[] run)
{
    /// <summary>Makes one.</summary>
    /// <param name="type">Its class; it has one public constructor.</param>
    /// <param name="options">Its options; null when it has none.</param>
    /// <param name="context">Its context.</param>
    public T Create<T>(Type type, object? options, StageContext context)
    {
        ConstructorInfo[] constructors = type.GetConstructors();
        if (constructors.Length != 1)
        {
            throw new InvalidOperationException($"{type} has {constructors.Length} public constructors; a stage or report has exactly one.");
        }

        object?[] arguments = [.. constructors[0].GetParameters().Select(p => Find(type, p, options, context))];
        try
        {
            return (T)constructors[0].Invoke(arguments);
        }
        catch (TargetInvocationException exception) when (exception.InnerException is { } inner)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(inner);
            throw;
        }
    }

    private object? Find(Type type, ParameterInfo parameter, object? options, StageContext context)
    {
        Type wanted = parameter.ParameterType;
        object? found = run.Append(context).Prepend(options).FirstOrDefault(wanted.IsInstanceOfType) ?? services.GetService(wanted);
        return found is not null || parameter.HasDefaultValue
            ? found ?? parameter.DefaultValue
            : throw new InvalidOperationException(
                $"{type.Name} wants a {wanted.Name} in its constructor, which nobody supplies. Take its Options, a StageContext, or a service that the host registers.");
    }
}
