using System.Reflection;
using TissueNet.Stages;

namespace TissueNet.Pipelines.Conformance;

/// <summary>
/// Checks that a stage keeps the contract, in real graphs: it gives all memory back, loses no item, gives the same results however many
/// calls run at once and whatever interleaves, ends with nothing to do, lets go when its slide fails or the run is stopped, and waits
/// for a slow consumer. Framework-free: a test asserts that the list is empty.
/// </summary>
public static class StageConformance
{
    /// <summary>Runs all checks.</summary>
    /// <typeparam name="TInput">Payload the stage takes.</typeparam>
    /// <typeparam name="TOutput">Payload it emits.</typeparam>
    /// <param name="subject">The stage and inputs for it.</param>
    /// <param name="cancellation">Ends the checks.</param>
    /// <returns>What is wrong, a sentence each; empty when the stage conforms.</returns>
    public static async Task<IReadOnlyList<string>> CheckAsync<TInput, TOutput>(
        ConformanceSubject<TInput> subject, CancellationToken cancellation = default)
        where TInput : class, IPayload
        where TOutput : class, IPayload
    {
        List<string> violations = [];
        ConformanceRun<TInput, TOutput> Run(string name) => new(subject, name, violations);

        ConformanceRun<TInput, TOutput> alone = Run("one slide after another, one call at once");
        await alone.RunAsync(slides: 1, cancellation);

        foreach ((int parallel, bool slow) in new[] { (2, false), (4, false), (4, true) })
        {
            ConformanceRun<TInput, TOutput> together = Run(
                $"three slides at once, parallel {parallel}{(slow ? ", a slow consumer" : "")}") with
            { Parallel = parallel, SlowConsumer = slow };
            await together.RunAsync(slides: 3, cancellation);
            foreach (string difference in together.DifferencesFrom(alone))
            {
                violations.Add(difference);
            }
        }

        await (Run("a slide without items") with { WithInputs = false }).RunAsync(slides: 1, cancellation);
        await (Run("a slide that fails half-way beside one that does not") with { FailSlide = 1 }).RunAsync(slides: 2, cancellation);
        await (Run("a run stopped half-way") with { StopHalfWay = true }).RunAsync(slides: 2, cancellation);
        return violations;
    }

    /// <summary>Describes a stage class by its attribute and interfaces.</summary>
    internal static StageDescriptor Describe(Type type, Type input, Type output)
    {
        StageAttribute? attribute = type.GetCustomAttribute<StageAttribute>();
        return new StageDescriptor(
            attribute?.Name ?? type.Name,
            type,
            input,
            output,
            typeof(IBatchStage<,>).MakeGenericType(input, output).IsAssignableFrom(type),
            null,
            attribute?.Parallel ?? 1,
            attribute?.MaxParallel ?? int.MaxValue,
            null);
    }
}
