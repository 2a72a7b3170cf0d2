using System.Globalization;
using TissueNet.Slides.Tiff;

namespace TissueNet.Slides.OpenSlide;

/// <summary>
/// What is checked before a file is given to OpenSlide, which runs in this process, cannot be interrupted, and takes memory for whatever
/// a damaged file claims.
/// </summary>
internal static class OpenSlideGuard
{
    // Photos of a MIRAX slide lie within a fraction of a photo of where the grid has them.
    private const double MostStray = 4096;
    private static readonly TiffTag[] TileTags = [TiffTag.TileWidth, TiffTag.TileLength, TiffTag.TileOffsets, TiffTag.TileByteCounts];

    /// <summary>Refuses a TIFF whose stored tiles are larger than is ever decoded at once. OpenSlide decodes one as a whole.</summary>
    /// <param name="path">Any file.</param>
    /// <exception cref="SlideException">It is one, or a damaged TIFF.</exception>
    public static void CheckFile(string path)
    {
        using var source = new FileByteSource(path);
        Span<byte> head = stackalloc byte[4];
        source.Read(head[..(int)Math.Min(4, source.Length)], 0);

        // NDPI has links of its own, which are no TIFF above 4 GB, and no tiles.
        if (!TiffFile.HasSignature(head) || Path.GetExtension(path).Equals(".ndpi", StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        TiffFile file = TiffFile.Read(path, source);
        foreach (TiffDirectory directory in file.Directories.Where(d => TileTags.Any(d.Has)))
        {
            // To libtiff each of these tags makes the image a tiled one, and OpenSlide divides by the size of its tiles.
            long width = directory.Integer(TiffTag.TileWidth, 0), height = directory.Integer(TiffTag.TileLength, 0);
            if (width < 1 || height < 1 || width > TiffImage.MaxTileBytes || height > TiffImage.MaxTileBytes || width * height * 4 > TiffImage.MaxTileBytes)
            {
                throw file.Corrupt($"directory {directory.Index} has tiles of {width} x {height} px, expected 1 px or more, and no more than can be decoded at once");
            }
        }
    }

    /// <summary>
    /// Refuses a slide whose photos lie far beyond it, since OpenSlide would visit all places from the slide to there with every region: minutes, or
    /// years.
    /// </summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="properties">What OpenSlide says about it.</param>
    /// <param name="width">Of level 0, in pixels.</param>
    /// <param name="height">Of level 0.</param>
    /// <exception cref="SlideException">It is one.</exception>
    public static void CheckBounds(string path, IReadOnlyDictionary<string, string> properties, long width, long height)
    {
        double x = Bound(properties, "x") ?? 0, y = Bound(properties, "y") ?? 0;
        double right = x + (Bound(properties, "width") ?? 0), bottom = y + (Bound(properties, "height") ?? 0);
        if (x < -MostStray || y < -MostStray || right > width + MostStray || bottom > height + MostStray)
        {
            throw new SlideException(
                path,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"'{Path.GetFileName(path)}' is damaged: it says that photos reach from ({x}, {y}) to ({right}, {bottom}), but it has {width} x {height} px."),
                "Copy or export the slide again, with all of its files.");
        }
    }

    private static double? Bound(IReadOnlyDictionary<string, string> properties, string name) =>
        properties.TryGetValue($"openslide.bounds-{name}", out string? text)
        && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : null;
}
