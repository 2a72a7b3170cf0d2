using System.ComponentModel.DataAnnotations;
using TissueNet.Stages;

namespace TissueNet.Pipelines;

/// <summary>The <c>run:</c> section: limits and policies.</summary>
internal sealed record RunPlan
{
    /// <summary>Slides in flight at once. 1–64; default 2.</summary>
    [Range(1, 64)]
    public int OpenSlides { get; init; } = 2;

    /// <summary>Bound of pixel memory. 1 MiB or more; default 1 GiB.</summary>
    [Range(1 << 20, double.MaxValue)]
    public ByteSize Memory { get; init; } = new(1L << 30);

    /// <summary>What failures do.</summary>
    public ErrorPolicy OnError { get; init; } = new();

    /// <summary>How long a stop may take before the run is abandoned. 0 s to 24 h; default 30 s.</summary>
    [Range(0, 86400)]
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(30);
}
