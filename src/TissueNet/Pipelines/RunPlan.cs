using TissueNet.Stages;

namespace TissueNet.Pipelines;

/// <summary>The <c>run:</c> section: limits and policies.</summary>
internal sealed record RunPlan
{
    /// <summary>Slides in flight at once. 1–64; default 2.</summary>
    public int OpenSlides { get; init; } = 2;

    /// <summary>Bound of pixel memory. Default 1 GiB.</summary>
    public ByteSize Memory { get; init; } = new(1L << 30);

    /// <summary>What failures do.</summary>
    public ErrorPolicy OnError { get; init; } = new();

    /// <summary>How long a stop may take before the run is abandoned. Default 30 s.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(30);
}
