namespace TissueNet.Stages;

/// <summary>How a run ended.</summary>
public sealed record RunOutcome
{
    /// <summary>The pipeline's name.</summary>
    public required string Pipeline { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>When it ended.</summary>
    public required DateTimeOffset Ended { get; init; }

    /// <summary>All slides, in the order of the input.</summary>
    public required IReadOnlyList<SlideOutcome> Slides { get; init; }

    /// <summary>Counters per stage, in the order of the pipeline.</summary>
    public required IReadOnlyList<StageCounters> Stages { get; init; }

    /// <summary>Whether the run was stopped before all slides were done.</summary>
    public bool WasStopped { get; init; }

    /// <summary>The most bytes of pixel memory leased at once.</summary>
    public long PeakLeasedBytes { get; init; }
}
