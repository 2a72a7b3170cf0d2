using System.Reflection;
using TissueNet.Pipelines.Binding;
using TissueNet.Stages;

namespace TissueNet.Pipelines;

/// <summary>Finds stages and reports among types, and what is wrong with them.</summary>
internal sealed class StageScan
{
    private readonly List<StageDescriptor> stages = [];
    private readonly List<ReportDescriptor> reports = [];
    private readonly List<string> problems = [];

    /// <summary>Looks at types.</summary>
    public StageScan(IEnumerable<Type> types)
    {
        foreach (Type type in types.OrderBy(t => t.FullName, StringComparer.Ordinal))
        {
            if (type.GetCustomAttribute<StageAttribute>() is { } stage)
            {
                AddStage(type, stage);
            }

            if (type.GetCustomAttribute<ReportAttribute>() is { } report)
            {
                AddReport(type, report);
            }
        }
    }

    /// <summary>Stages found.</summary>
    public IReadOnlyList<StageDescriptor> Stages => stages;

    /// <summary>Reports found.</summary>
    public IReadOnlyList<ReportDescriptor> Reports => reports;

    /// <summary>Sentences about classes that cannot be used.</summary>
    public IReadOnlyList<string> Problems => problems;

    private void AddStage(Type type, StageAttribute attribute)
    {
        Type[] ports = [.. type.GetInterfaces().Where(i => Is(i, typeof(IStage<,>)) || Is(i, typeof(IBatchStage<,>)))];
        if (ports.Length != 1)
        {
            problems.Add($"Stage '{attribute.Name}' ({type.FullName}) implements {ports.Length} of IStage<,> and IBatchStage<,>; expected exactly one.");
            return;
        }

        if (!(attribute.Parallel >= 1 && attribute.MaxParallel >= attribute.Parallel))
        {
            problems.Add($"Stage '{attribute.Name}' ({type.FullName}) has Parallel {attribute.Parallel} and MaxParallel {attribute.MaxParallel}; expected 1 ≤ Parallel ≤ MaxParallel.");
            return;
        }

        if (attribute.Buffer < 1)
        {
            problems.Add($"Stage '{attribute.Name}' ({type.FullName}) has Buffer {attribute.Buffer}; expected 1 or more.");
            return;
        }

        if (IsSound(type, "Stage", attribute.Name, out Type? options))
        {
            Type[] payloads = ports[0].GetGenericArguments();
            stages.Add(new StageDescriptor(
                attribute.Name, type, payloads[0], payloads[1], Is(ports[0], typeof(IBatchStage<,>)), options, attribute.Parallel, attribute.MaxParallel, attribute.Example)
            {
                DefaultBuffer = attribute.Buffer,
            });
        }
    }

    private void AddReport(Type type, ReportAttribute attribute)
    {
        Type[] ports = [.. type.GetInterfaces().Where(i => Is(i, typeof(IReport<>)))];
        if (!type.IsAssignableTo(typeof(IReport)) || ports.Length > 1)
        {
            problems.Add($"Report '{attribute.Name}' ({type.FullName}) has to implement IReport, and IReport<TItem> at most once.");
        }
        else if (IsSound(type, "Report", attribute.Name, out Type? options))
        {
            reports.Add(new ReportDescriptor(attribute.Name, type, ports.FirstOrDefault()?.GetGenericArguments()[0], options, attribute.IsSummary));
        }
    }

    private bool IsSound(Type type, string kind, string name, out Type? options)
    {
        options = type.GetNestedType("Options", BindingFlags.Public | BindingFlags.NonPublic);
        var found = new List<string>();
        if (!string.Equals(name, Spelling.SnakeCase(name), StringComparison.Ordinal) || !StageIds.IsValid(name))
        {
            found.Add("its name has to be snake_case: small letters, digits and '_', a letter first");
        }

        if (type.IsAbstract || type.ContainsGenericParameters)
        {
            found.Add("its class has to be concrete");
        }
        else if (type.GetConstructors() is not [var constructor])
        {
            found.Add($"it has {type.GetConstructors().Length} public constructors; expected one");
        }
        else
        {
            found.AddRange(constructor.GetParameters().Where(p => !CanBeSupplied(p)).Select(p =>
                $"its constructor wants '{p.ParameterType.Name} {p.Name}', which nobody supplies; it can take its Options, a StageContext and services of the host"));
        }

        if (options is not null)
        {
            found.AddRange(OptionProperty.Defects(options));
        }

        problems.AddRange(found.Select(defect => $"{kind} '{name}' ({type.FullName}): {defect}."));
        return found.Count == 0;
    }

    // Services are classes or interfaces; which of them the host has is only known when it makes the stage.
    private static bool CanBeSupplied(ParameterInfo parameter) =>
        parameter.HasDefaultValue || !(parameter.ParameterType.IsValueType || parameter.ParameterType == typeof(string));

    private static bool Is(Type type, Type definition) => type.IsGenericType && type.GetGenericTypeDefinition() == definition;
}
