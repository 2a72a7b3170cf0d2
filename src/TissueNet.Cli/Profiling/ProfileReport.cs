using TissueNet.Stages;

namespace TissueNet.Cli.Profiling;

/// <summary>The shape of <c>profile --json</c>.</summary>
internal sealed record ProfileReport
{
    /// <summary>Patches inferred.</summary>
    public long Patches { get; init; }

    /// <summary>Duration of the run.</summary>
    public double Seconds { get; init; }

    /// <summary>Patches per second, end to end.</summary>
    public double PatchesPerSecond { get; init; }

    /// <summary>The same model fed from memory; null when the pipeline has no model.</summary>
    public double? InferenceOnlyPatchesPerSecond { get; init; }

    /// <summary>End to end as a share of inference alone; null when the pipeline has no model.</summary>
    public double? Efficiency { get; init; }

    /// <summary>Id of the stage that sets the pace; null when none does.</summary>
    public string? Bottleneck { get; init; }

    /// <summary>What to change.</summary>
    public required string Advice { get; init; }

    /// <summary>How each stage spent the run.</summary>
    public required IReadOnlyList<StageShare> Stages { get; init; }

    /// <summary>Makes the report.</summary>
    /// <param name="stages">Counters of the run's stages.</param>
    /// <param name="patches">Patches inferred.</param>
    /// <param name="seconds">Duration of the run.</param>
    /// <param name="inferenceOnly">Patches per second of the model alone; null when unknown.</param>
    /// <param name="cores">Cores of the machine.</param>
    /// <param name="cpuSeconds">Processor time used meanwhile.</param>
    /// <param name="isScattered">Whether patches are read in the order of their priority.</param>
    public static ProfileReport From(IReadOnlyList<StageCounters> stages, long patches, double seconds, double? inferenceOnly, int cores, double cpuSeconds, bool isScattered = false)
    {
        (string? bottleneck, string advice) = BottleneckAdvice.For(stages, seconds, cores, cpuSeconds, isScattered);
        double rate = seconds > 0 ? patches / seconds : 0;
        return new ProfileReport
        {
            Patches = patches,
            Seconds = Math.Round(seconds, 3),
            PatchesPerSecond = Math.Round(rate, 3),
            InferenceOnlyPatchesPerSecond = inferenceOnly is { } alone ? Math.Round(alone, 3) : null,
            Efficiency = inferenceOnly > 0 ? Math.Round(rate / inferenceOnly.Value, 4) : null,
            Bottleneck = bottleneck,
            Advice = advice,
            Stages = [.. stages.Select(stage => StageShare.Of(stage, seconds))],
        };
    }
}
