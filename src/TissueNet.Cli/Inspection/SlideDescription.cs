using System.Globalization;
using TissueNet.Slides;

namespace TissueNet.Cli.Inspection;

/// <summary>The shape of <c>inspect --json</c>. What is added to it comes last.</summary>
internal sealed record SlideDescription
{
    public required string Path { get; init; }

    public required string Format { get; init; }

    public required string Vendor { get; init; }

    public double? MppX { get; init; }

    public double? MppY { get; init; }

    public double? ObjectivePower { get; init; }

    /// <summary>What was scanned, in level-0 pixels; null when the file does not say.</summary>
    public PixelBounds? Bounds { get; init; }

    public required IReadOnlyList<Level> Levels { get; init; }

    public required IReadOnlyDictionary<string, PixelSize> Associated { get; init; }

    public required IReadOnlyDictionary<string, string> Properties { get; init; }

    /// <summary>What it takes on the disk, all its files.</summary>
    public long? Bytes { get; init; }

    /// <summary>Length of the colour profile; null when there is none.</summary>
    public int? IccProfileBytes { get; init; }

    /// <summary>Colour of what was not scanned, <c>#RRGGBB</c>.</summary>
    public required string Background { get; init; }

    /// <summary>Whether pixels are stored as one channel.</summary>
    public bool IsGrey { get; init; }

    /// <summary>Describes an open slide.</summary>
    public static SlideDescription Of(string path, SlideInfo info, long? bytes) => new()
    {
        Path = path,
        Format = info.Format,
        Vendor = info.Vendor,
        MppX = info.MppX,
        MppY = info.MppY,
        ObjectivePower = info.ObjectivePower,
        Bounds = info.Bounds is { } bounds ? new PixelBounds(bounds.X, bounds.Y, bounds.Width, bounds.Height) : null,
        Levels = [.. info.Levels.Select(level => new Level(level.Width, level.Height, level.Downsample, level.TileWidth, level.TileHeight, level.Codec))],
        Associated = new SortedDictionary<string, PixelSize>(
            info.Associated.ToDictionary(image => image.Key, image => new PixelSize(image.Value.Width, image.Value.Height)), StringComparer.Ordinal),
        Properties = info.Properties,
        Bytes = bytes,
        IccProfileBytes = info.IccProfile?.Length,
        Background = "#" + info.BackgroundColor.ToString("X6", CultureInfo.InvariantCulture),
        IsGrey = info.IsGrey,
    };

    internal sealed record Level(int Width, int Height, double Downsample, int TileWidth, int TileHeight, string Codec);

    internal sealed record PixelSize(int Width, int Height);

    internal sealed record PixelBounds(int X, int Y, int Width, int Height);
}
