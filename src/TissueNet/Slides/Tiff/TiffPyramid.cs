namespace TissueNet.Slides.Tiff;

/// <summary>Which images of a file are its levels, and which are associated images.</summary>
/// <param name="Vendor">In OpenSlide's words.</param>
/// <param name="Levels">Largest first, with their downsamples.</param>
/// <param name="Associated">By name.</param>
internal sealed record TiffPyramid(
    string Vendor, IReadOnlyList<(TiffImage Image, double Downsample)> Levels, IReadOnlyDictionary<string, TiffImage> Associated)
{
    private const int Mask = 4;
    private const int MaxLevels = 64;
    private const long MaxTiles = 8_000_000;
    private const int MaxNameBytes = 4096;

    /// <summary>Why images beside the levels are left out, each a sentence.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];

    /// <summary>Sorts out the images of a file.</summary>
    /// <exception cref="SlideException">A directory makes no sense, there is no image, or there is a stack of them.</exception>
    public static TiffPyramid Find(TiffFile file)
    {
        string description = file.Directories[0].Text(TiffTag.ImageDescription) ?? "";
        TiffImage first = TiffImage.Read(file, file.Directories[0]);
        bool isAperio = TiffDescription.IsAperio(description) && first.IsTiled;
        var pages = new List<TiffImage> { first };
        var ignored = new List<string>();
        foreach (TiffDirectory directory in file.Directories.Skip(1))
        {
            try
            {
                pages.Add(TiffImage.Read(file, directory));
            }
            catch (SlideException damage) when (isAperio && !directory.Has(TiffTag.TileWidth) && !directory.Has(TiffTag.TileOffsets))
            {
                ignored.Add(damage.Message); // label, macro and thumbnail are no reason to do without the slide
            }
        }

        return Checked(file, (isAperio ? Aperio(pages) : Generic(file, pages, description)) with { Ignored = ignored });
    }

    // What follows takes memory for each level and each tile; images may share one table, so that a small file can claim many.
    private static TiffPyramid Checked(TiffFile file, TiffPyramid pyramid)
    {
        long tiles = pyramid.Levels.Select(l => l.Image).Concat(pyramid.Associated.Values).Sum(i => (long)i.Across * i.Down);
        if (pyramid.Levels.Count > MaxLevels || tiles > MaxTiles)
        {
            throw file.Corrupt($"it claims {pyramid.Levels.Count} levels of {tiles} tiles in all, expected at most {MaxLevels} of {MaxTiles}");
        }

        return pyramid;
    }

    // Aperio: tiled images are levels; the second image is a thumbnail, label and macro say so themselves.
    private static TiffPyramid Aperio(List<TiffImage> pages)
    {
        var associated = new SortedDictionary<string, TiffImage>(StringComparer.Ordinal);
        for (int i = 1; i < pages.Count; i++)
        {
            if (!pages[i].IsTiled)
            {
                string? name = TiffDescription.AperioImageName(pages[i].Directory.Text(TiffTag.ImageDescription, MaxNameBytes) ?? "");
                name ??= i == 1 ? "thumbnail" : null;
                if (name is not null)
                {
                    associated.TryAdd(name, pages[i]);
                }
            }
        }

        return new TiffPyramid("aperio", FindLevels(pages[0], pages.Where(p => p.IsTiled)), associated);
    }

    private static TiffPyramid Generic(TiffFile file, List<TiffImage> pages, string description)
    {
        TiffImage largest = pages.Where(IsPicture).MaxBy(p => p.Area) ?? throw file.Corrupt("it holds masks only");
        RefuseStack(file, pages, largest);
        List<(TiffImage Image, double Downsample)> levels = FindLevels(largest, pages.Where(IsPicture));
        if (largest.Directory.Has(TiffTag.SubIfds))
        {
            // OME-TIFF and others keep the smaller levels below the largest. Where pages make as tall a pyramid, they are it.
            IEnumerable<TiffImage> children = file.ReadChildren(largest.Directory).Select(d => TiffImage.Read(file, d)).Where(IsPicture);
            List<(TiffImage Image, double Downsample)> below = FindLevels(largest, children);
            levels = below.Count > levels.Count ? below : levels;
        }

        string vendor = description.Contains("<OME", StringComparison.Ordinal) ? "ome-tiff" : "generic-tiff";
        return new TiffPyramid(vendor, levels, new SortedDictionary<string, TiffImage>(StringComparer.Ordinal));
    }

    // One plane of many is no answer to what a slide shows, and nobody said which.
    private static void RefuseStack(TiffFile file, List<TiffImage> pages, TiffImage largest)
    {
        int planes = pages.Count(p => IsPicture(p) && p.Width == largest.Width && p.Height == largest.Height);
        if (planes > 1)
        {
            throw new SlideException(
                file.Path,
                $"'{Path.GetFileName(file.Path)}' holds {planes} images of {largest.Width} x {largest.Height} px: focal planes, channels or times, and not one slide.",
                "Extract the brightfield plane, for example with 'vips copy file.tif[page=0] plane.tif'.");
        }
    }

    private static List<(TiffImage Image, double Downsample)> FindLevels(TiffImage largest, IEnumerable<TiffImage> others)
    {
        var levels = new List<(TiffImage Image, double Downsample)> { (largest, 1) };
        foreach (TiffImage image in others.Where(o => o != largest).OrderByDescending(o => o.Area).ThenBy(o => o.Directory.Index))
        {
            TiffImage last = levels[^1].Image;
            bool isSmaller = image.Width <= last.Width && image.Height <= last.Height && image.Area < last.Area;
            if (isSmaller && PyramidGeometry.Downsample(largest.Width, largest.Height, image.Width, image.Height) is { } downsample
                && downsample > levels[^1].Downsample)
            {
                levels.Add((image, downsample));
            }
        }

        return levels;
    }

    private static bool IsPicture(TiffImage image) => (image.Directory.Integer(TiffTag.NewSubfileType, 0) & Mask) == 0;
}
