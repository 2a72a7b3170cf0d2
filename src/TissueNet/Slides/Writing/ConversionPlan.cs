namespace TissueNet.Slides.Writing;

/// <summary>What a TIFF that is written consists of.</summary>
/// <param name="Pages">Its pages, largest first.</param>
/// <param name="Copied">Per page the stored tiles that it takes over; null where it is encoded.</param>
/// <param name="Runs">What is encoded, in order.</param>
internal sealed record ConversionPlan(
    IReadOnlyList<TiffPage> Pages, IReadOnlyList<StoredTiles?> Copied, IReadOnlyList<ConversionRun> Runs)
{
    /// <summary>Pixels of levels that are read and encoded.</summary>
    public long EncodedPixels => Runs.Sum(r => r.Levels[0].Area);

    /// <summary>Pixels of levels that are copied.</summary>
    public long CopiedPixels => Copied.Sum(c => c?.Plan.Area ?? 0);

    /// <summary>All levels encoded.</summary>
    public static ConversionPlan Encoded(SlideInfo info, TileEncoder encoder, ConversionOptions options)
    {
        IReadOnlyList<PlannedLevel> levels = PlannedLevel.Pyramid(info.Levels[0].Width, info.Levels[0].Height, options.TileSize);
        return new ConversionPlan(
            [.. levels.Select(l => TiffPage.Encoded(l, encoder.Tables, options.IsSubsampled))],
            new StoredTiles?[levels.Count],
            [new ConversionRun(0, 0, levels, StoresBase: true)]);
    }

    /// <summary>Levels copied where the source has them as powers of two, the others encoded from the next finer one.</summary>
    public static ConversionPlan Copying(SlideInfo info, LosslessSource source, TileEncoder encoder, ConversionOptions options)
    {
        var pages = new List<TiffPage>();
        var copied = new List<StoredTiles?>();
        var runs = new List<ConversionRun>();
        (int width, int height) = (info.Levels[0].Width, info.Levels[0].Height);
        List<PlannedLevel>? run = null;
        int tile = options.TileSize;
        while (true)
        {
            double downsample = 1L << pages.Count;
            SlideLevel? level = info.Levels.FirstOrDefault(l => l.Downsample == downsample);
            if (level is not null && source.Find(level.Index) is { } stored)
            {
                pages.Add(stored.Page);
                copied.Add(stored);
                (width, height) = (level.Width, level.Height);
                run = [new PlannedLevel(width, height, tile, tile)];
                runs.Add(new ConversionRun(level.Index, pages.Count - 1, run, StoresBase: false));
            }
            else
            {
                run!.Add(new PlannedLevel(width, height, tile, tile));
                pages.Add(TiffPage.Encoded(run[^1], encoder.Tables, options.IsSubsampled));
                copied.Add(null);
            }

            if ((width <= tile && height <= tile) || width == 1 || height == 1)
            {
                return new ConversionPlan(pages, copied, [.. runs.Where(r => r.Levels.Count > 1)]);
            }

            (width, height) = (width / 2, height / 2);
        }
    }
}
