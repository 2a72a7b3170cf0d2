using TissueNet.Aggregation;
using TissueNet.Stages;

namespace TissueNet.Cli.Running;

/// <summary>A finished slide, as the user is told of it. Taken while the slide's results are still at hand.</summary>
internal sealed record SlideSummary
{
    /// <summary>Name of the slide's files in the output folder.</summary>
    public required string Slide { get; init; }

    /// <summary>Its file.</summary>
    public required string Path { get; init; }

    /// <summary>How it ended.</summary>
    public required SlideStatus Status { get; init; }

    /// <summary>The label; null when no stage gave one.</summary>
    public string? Label { get; init; }

    /// <summary>Patches inferred.</summary>
    public long Patches { get; init; }

    /// <summary>Patches that failed.</summary>
    public long PatchesFailed { get; init; }

    /// <summary>From opening to closing.</summary>
    public double Seconds { get; init; }

    /// <summary>Why it failed; null when it did not.</summary>
    public string? Error { get; init; }

    /// <summary>What stages noted about it.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Sums up a slide that has ended.</summary>
    public static SlideSummary From(SlideOutcome outcome) => new()
    {
        Slide = outcome.Scope.Name,
        Path = outcome.Scope.Path,
        Status = outcome.Status,
        Label = SlidePrediction.AllOf(outcome.Scope).Select(p => p.Prediction.Label).FirstOrDefault(),
        Patches = outcome.Scope.InferredPatches,
        PatchesFailed = outcome.Scope.FailedPatches,
        Seconds = Math.Round(outcome.Duration.TotalSeconds, 3),
        Error = outcome.Failure?.ToString(),
        Warnings = outcome.Scope.Warnings,
    };
}
