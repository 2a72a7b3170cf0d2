namespace TissueNet.Slides;

/// <summary>What a slide's file says about itself.</summary>
public sealed record SlideInfo
{
    /// <summary>Reader's name for the format: <c>tiff</c>, <c>svs</c>, <c>openslide</c>, <c>synthetic</c>, <c>vips</c>.</summary>
    public required string Format { get; init; }

    /// <summary>Maker of the scanner or file, in OpenSlide's words where it has one (<c>aperio</c>, <c>generic-tiff</c>).</summary>
    public required string Vendor { get; init; }

    /// <summary>Levels, largest first; at least one.</summary>
    public required IReadOnlyList<SlideLevel> Levels { get; init; }

    /// <summary>Microns per pixel of level 0 across; null when the file does not say.</summary>
    public double? MppX { get; init; }

    /// <summary>Microns per pixel of level 0 down; null when the file does not say.</summary>
    public double? MppY { get; init; }

    /// <summary>Magnification of the objective; null when the file does not say.</summary>
    public double? ObjectivePower { get; init; }

    /// <summary>Whether pixels are stored as one channel, as those of fluorescence slides are. They are read as RGB all the same.</summary>
    public bool IsGrey { get; init; }

    /// <summary>Colour of what was not scanned, 0xRRGGBB. Default white.</summary>
    public int BackgroundColor { get; init; } = 0xFFFFFF;

    /// <summary>The part of level 0 that was scanned; null when it is the whole, or the file does not say.</summary>
    public SlideBounds? Bounds { get; init; }

    /// <summary>ICC profile of the pixels; null when there is none. Pixels are read as stored, in the scanner's colours.</summary>
    public ReadOnlyMemory<byte>? IccProfile { get; init; }

    /// <summary>All properties, sorted by name.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Associated images by name (<c>label</c>, <c>macro</c>, <c>thumbnail</c>), with their sizes in pixels.</summary>
    public IReadOnlyDictionary<string, (int Width, int Height)> Associated { get; init; } =
        new SortedDictionary<string, (int Width, int Height)>(StringComparer.Ordinal);
}
