using System.Globalization;
using TissueNet.Slides;

namespace TissueNet.Cli.Inspection;

/// <summary>The shape of <c>inspect --json</c>.</summary>
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

    /// <summary>Describes an open slide.</summary>
    public static SlideDescription Of(string path, SlideInfo info) => new()
    {
        Path = path,
        Format = info.Format,
        Vendor = info.Vendor,
        MppX = info.MppX,
        MppY = info.MppY,
        ObjectivePower = info.ObjectivePower,
        Bounds = PixelBounds.From(info.Properties),
        Levels = [.. info.Levels.Select(level => new Level(level.Width, level.Height, level.Downsample, level.TileWidth, level.TileHeight, level.Codec))],
        Associated = info.Associated.ToDictionary(image => image.Key, image => new PixelSize(image.Value.Width, image.Value.Height), StringComparer.Ordinal),
        Properties = info.Properties,
    };

    internal sealed record Level(int Width, int Height, double Downsample, int TileWidth, int TileHeight, string Codec);

    internal sealed record PixelSize(int Width, int Height);

    internal sealed record PixelBounds(int X, int Y, int Width, int Height)
    {
        /// <summary>Reads OpenSlide's properties.</summary>
        public static PixelBounds? From(IReadOnlyDictionary<string, string> properties) =>
            Read(properties, "x") is { } x && Read(properties, "y") is { } y && Read(properties, "width") is { } width && Read(properties, "height") is { } height
                ? new PixelBounds(x, y, width, height)
                : null;

        private static int? Read(IReadOnlyDictionary<string, string> properties, string name) =>
            properties.TryGetValue($"openslide.bounds-{name}", out string? text)
            && int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int value) ? value : null;
    }
}
