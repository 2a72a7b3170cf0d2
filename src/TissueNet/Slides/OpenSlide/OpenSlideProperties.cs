using System.Globalization;
using TissueNet.Slides.Tiff;

namespace TissueNet.Slides.OpenSlide;

/// <summary>Collects what a slide says about itself through OpenSlide.</summary>
internal static class OpenSlideProperties
{
    private const double InchMicrons = 25_400;
    private const double CentimetreMicrons = 10_000;

    /// <summary>Describes a slide.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="handle">The slide.</param>
    /// <returns>What it says, and its levels as OpenSlide counts them.</returns>
    /// <exception cref="SlideException">Sizes make no sense.</exception>
    /// <exception cref="InvalidDataException">OpenSlide fails.</exception>
    public static (SlideInfo Info, OpenSlideLevel[] Levels) Describe(string path, OpenSlideHandle handle)
    {
        var properties = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string name, string value) in handle.Properties())
        {
            properties[name] = value;
        }

        OpenSlideLevel[] levels = [.. handle.Levels().Select((level, index) => Level(path, index, level, properties))];
        if (levels.Length == 0)
        {
            throw new SlideException(path, $"'{Path.GetFileName(path)}' has no levels, as OpenSlide reads it.");
        }

        OpenSlideGuard.CheckBounds(path, properties, levels[0].Width, levels[0].Height);
        string vendor = properties.GetValueOrDefault("openslide.vendor", "unknown");
        (double X, double Y)? mpp = Mpp(properties);
        SlideBounds? bounds = Bounds(properties, levels[0]);
        var info = new SlideInfo
        {
            Format = "openslide",
            Vendor = vendor,
            Levels = [.. levels.Select(level => Level(level, levels[0], properties, OpenSlideCodecs.Of(vendor, level.Index, properties)))],
            MppX = mpp?.X,
            MppY = mpp?.Y,
            ObjectivePower = Number(properties, "openslide.objective-power") is { } power and > 0 ? power : null,
            BackgroundColor = Color(properties),
            Bounds = bounds,
            Properties = properties,
            Associated = new SortedDictionary<string, (int Width, int Height)>(
                handle.Associated().Where(a => a.Width is > 0 and <= int.MaxValue && a.Height is > 0 and <= int.MaxValue)
                    .ToDictionary(a => a.Name, a => ((int)a.Width, (int)a.Height)),
                StringComparer.Ordinal),
        };

        // A MIRAX slide is a small scan on a wide level, and its bounds are those of its tiles.
        return (info, vendor == "mirax" && bounds is { } scanned ? [.. levels.Select(level => level.Within(scanned))] : levels);
    }

    private static OpenSlideLevel Level(
        string path, int index, (long Width, long Height, double Downsample) level, SortedDictionary<string, string> properties)
    {
        if (level.Width is < 1 or > int.MaxValue || level.Height is < 1 or > int.MaxValue || !(level.Downsample > 0) || !double.IsFinite(level.Downsample))
        {
            throw new SlideException(
                path,
                string.Create(CultureInfo.InvariantCulture, $"Level {index} of '{Path.GetFileName(path)}' has {level.Width} x {level.Height} px at a downsample of {level.Downsample}, which makes no sense."),
                "Copy or export the slide again.");
        }

        return OpenSlideLevel.Create(
            index, (int)level.Width, (int)level.Height, level.Downsample, Tile(properties, index, "width"), Tile(properties, index, "height"));
    }

    // A power of two is meant where halving with rounding explains the sizes: 16 for 16.0006.
    private static SlideLevel Level(in OpenSlideLevel level, in OpenSlideLevel first, SortedDictionary<string, string> properties, string codec)
    {
        double? shape = PyramidGeometry.Downsample(first.Width, first.Height, level.Width, level.Height);
        double downsample = level.Index > 0 && shape is { } meant && double.IsPow2(meant) && Math.Abs(meant - level.Ratio) < 0.05 * meant ? meant : level.Ratio;
        int tileWidth = Tile(properties, level.Index, "width"), tileHeight = Tile(properties, level.Index, "height");
        return new SlideLevel(
            level.Index, level.Width, level.Height, downsample, tileWidth > 0 ? tileWidth : level.Width, tileHeight > 0 ? tileHeight : level.Height, codec);
    }

    private static int Tile(SortedDictionary<string, string> properties, int level, string side) =>
        Number(properties, string.Create(CultureInfo.InvariantCulture, $"openslide.level[{level}].tile-{side}")) is { } value and >= 1 and <= int.MaxValue
            ? (int)value
            : 0;

    // OpenSlide 3.4.1 leaves the resolution of generic TIFFs in their own tags.
    private static (double X, double Y)? Mpp(SortedDictionary<string, string> properties)
    {
        (double? x, double? y) = (Number(properties, "openslide.mpp-x"), Number(properties, "openslide.mpp-y"));
        if (x is null || y is null)
        {
            double unit = properties.GetValueOrDefault("tiff.ResolutionUnit") switch
            {
                "inch" => InchMicrons,
                "centimeter" => CentimetreMicrons,
                _ => double.NaN,
            };
            (x, y) = (unit / Number(properties, "tiff.XResolution"), unit / Number(properties, "tiff.YResolution"));
        }

        if (x is not { } across || y is not { } down || double.IsNaN(across) || double.IsNaN(down))
        {
            return null;
        }

        if (TiffResolution.IsSensible(across) && TiffResolution.IsSensible(down))
        {
            return (across, down);
        }

        properties["tissuenet.resolution-ignored"] = string.Create(
            CultureInfo.InvariantCulture, $"the file's resolution amounts to {across:0.######} x {down:0.######} um/px, which no slide has");
        return null;
    }

    private static int Color(SortedDictionary<string, string> properties) =>
        properties.TryGetValue("openslide.background-color", out string? text) && text.Length == 6
        && int.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int color) ? color : 0xFFFFFF;

    private static SlideBounds? Bounds(SortedDictionary<string, string> properties, in OpenSlideLevel level)
    {
        if (Number(properties, "openslide.bounds-x") is not { } x || Number(properties, "openslide.bounds-y") is not { } y
            || Number(properties, "openslide.bounds-width") is not { } width || Number(properties, "openslide.bounds-height") is not { } height)
        {
            return null;
        }

        double left = Math.Clamp(x, 0, level.Width), top = Math.Clamp(y, 0, level.Height);
        double right = Math.Clamp(x + width, left, level.Width), bottom = Math.Clamp(y + height, top, level.Height);
        return right > left && bottom > top ? new SlideBounds((int)left, (int)top, (int)(right - left), (int)(bottom - top)) : null;
    }

    private static double? Number(SortedDictionary<string, string> properties, string name) =>
        properties.TryGetValue(name, out string? text)
        && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : null;
}
