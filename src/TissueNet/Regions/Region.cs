using TissueNet.Slides;
using TissueNet.Stages;

namespace TissueNet.Regions;

/// <summary>A rectangle of interest, to be read as one patch.</summary>
public sealed record Region : IPatchPayload
{
    /// <inheritdoc/>
    public SlideScope Scope => Slide.Scope;

    /// <summary>The slide.</summary>
    public required Slide Slide { get; init; }

    /// <inheritdoc/>
    public required int Index { get; init; }

    /// <summary>Column in the grid, 0 or more.</summary>
    public int Column { get; init; }

    /// <summary>Row in the grid, 0 or more.</summary>
    public int Row { get; init; }

    /// <summary>Left edge in level-0 pixels; negative when the grid pads.</summary>
    public required int Level0X { get; init; }

    /// <summary>Top edge in level-0 pixels.</summary>
    public required int Level0Y { get; init; }

    /// <summary>Width in level-0 pixels: patch width × mpp / slide mpp.</summary>
    public required double Level0Width { get; init; }

    /// <summary>Height in level-0 pixels.</summary>
    public required double Level0Height { get; init; }

    /// <summary>Width and height of the patch in pixels.</summary>
    public required int PatchPixels { get; init; }

    /// <summary>Microns per pixel of the patch.</summary>
    public required double Mpp { get; init; }

    /// <summary>Share of tissue, 0–1; 1 when there is no mask.</summary>
    public double TissueShare { get; init; } = 1;

    /// <summary>How important it is, larger first; 0 until prioritised.</summary>
    public double Priority { get; init; }
}
