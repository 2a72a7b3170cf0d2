using TissueNet.Slides;
using TissueNet.Stages;
using TissueNet.Tissue;

namespace TissueNet.Regions;

/// <summary>A slide's candidate regions, in row-major order of the grid.</summary>
public sealed record RegionGrid : ISlidePayload
{
    /// <inheritdoc/>
    public SlideScope Scope => Slide.Scope;

    /// <summary>The slide.</summary>
    public required Slide Slide { get; init; }

    /// <summary>The mask it was cut by; null when there was none.</summary>
    public TissueMask? Mask { get; init; }

    /// <summary>The regions; each one's index is its position here.</summary>
    public required IReadOnlyList<Region> Regions { get; init; }

    /// <summary>Columns of the full grid.</summary>
    public required int Columns { get; init; }

    /// <summary>Rows of the full grid.</summary>
    public required int Rows { get; init; }

    /// <summary>Level-0 pixels from one column to the next.</summary>
    public required double StrideX { get; init; }

    /// <summary>Level-0 pixels from one row to the next.</summary>
    public required double StrideY { get; init; }

    /// <summary>Width and height of a patch in pixels.</summary>
    public required int PatchPixels { get; init; }

    /// <summary>Microns per pixel of a patch.</summary>
    public required double Mpp { get; init; }
}
