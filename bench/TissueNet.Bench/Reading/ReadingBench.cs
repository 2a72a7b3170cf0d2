using System.Text.Json;
using NetVips;
using TissueNet.Tissue;
using TissueRegion = TissueNet.Regions.Region;

namespace TissueNet.Bench.Reading;

/// <summary>
/// How fast slides are read, beside a bare JPEG decoder, libvips and OpenSlide: all figures from one run, in interleaved rounds, which on a machine
/// whose speed drifts is fairer than one benchmark after the other.
/// </summary>
internal static class ReadingBench
{
    private const double MinTissue = 0.25;
    private const string HalfName = "patches of 224 px at half the resolution of a single level";
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Runs all contests and writes their tables to the output.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        ReadingOptions options = ReadingOptions.Parse(args);
        List<ContestResult> results = [];

        // libvips would decode on threads of its own, behind the one that asks.
        NetVips.NetVips.Concurrency = 1;
        Cache.Max = 0; // or the second round would be given the first one's image, tiles and all
        using (var bench = new BenchSlide(options.Slide, 96L << 20))
        {
            using var stored = new StoredTiles(options.Slide);
            TissueMask mask = await bench.MaskAsync();
            int[] all = [.. Enumerable.Range(0, stored.Across * stored.Down).Where(i => stored.StreamBytes(i) > 0)];
            int[] tissue = [.. all.Where(i => Coverage(mask, stored, i) >= MinTissue)];
            foreach ((string name, int[] tiles) in (ReadOnlySpan<(string, int[])>)[("the whole slide", all), ("tissue", tissue)])
            {
                Tiles(options, bench, stored, name, tiles, results);
            }

            Patches(options, bench, stored, "the whole slide", await bench.GridAsync(0), results);
            Patches(options, bench, stored, "tissue", await bench.GridAsync(MinTissue), results);
        }

        if (IsWanted(options, HalfName))
        {
            await HalfAsync(options, results);
        }

        if (options.Json is { } json)
        {
            await File.WriteAllTextAsync(json, JsonSerializer.Serialize(results, Indented) + "\n");
        }

        return 0;
    }

    private static double Coverage(TissueMask mask, StoredTiles stored, int tile)
    {
        (int row, int column) = Math.DivRem(tile, stored.Across);
        return mask.Coverage(column * stored.TileWidth, row * stored.TileHeight, stored.TileWidth, stored.TileHeight);
    }

    private static void Tiles(
        ReadingOptions options, BenchSlide bench, StoredTiles stored, string where, int[] tiles, List<ContestResult> results)
    {
        using var reading = new TileReading(bench, stored, tiles);
        Run(options, results, $"Whole tiles of {where}", stored.Megapixels(tiles), () =>
            [reading.Limit(1), reading.TissueNet(1), reading.TissueNet(2), reading.Limit(2)]);
    }

    private static void Patches(
        ReadingOptions options, BenchSlide bench, StoredTiles stored, string where, IReadOnlyList<TissueRegion> regions, List<ContestResult> results)
    {
        int[] touched = Touched(stored, regions);
        using var limit = new TileReading(bench, stored, touched);
        using var reading = new PatchReading(bench, regions);
        Run(options, results, $"{regions.Count} patches of 224 px on a full grid over {where}, counted on tiles touched", stored.Megapixels(touched), () =>
            [limit.Limit(1), reading.TissueNet(1), reading.TissueNet(2), reading.Vips(), reading.OpenSlide()]);
    }

    private static async Task HalfAsync(ReadingOptions options, List<ContestResult> results)
    {
        string path = options.SingleLevel ?? SingleLevel(options.Slide);
        try
        {
            using var bench = new BenchSlide(path, 96L << 20);
            using var stored = new StoredTiles(path);
            IReadOnlyList<TissueRegion> regions = await bench.GridAsync(MinTissue, scale: 2);
            int[] touched = Touched(stored, regions);
            using var limit = new TileReading(bench, stored, touched);
            using var reading = new PatchReading(bench, regions);
            string name = FormattableString.Invariant(
                $"{regions.Count} {HalfName}, over tissue ({regions[0].Mpp:0.###} um/px of {bench.Slide.Mpp:0.###})");
            Run(options, results, name, stored.Megapixels(touched), () =>
                [reading.TissueNet(1, shrinks: false), reading.TissueNet(1), limit.Limit(1)]);
        }
        finally
        {
            if (options.SingleLevel is null)
            {
                File.Delete(path);
            }
        }
    }

    private static string SingleLevel(string slide)
    {
        string path = Path.Combine(Path.GetTempPath(), $"tissuenet-bench-{Environment.ProcessId}.tif");
        using var image = Image.NewFromFile(slide, access: Enums.Access.Sequential);
        image.Tiffsave(
            path, compression: Enums.ForeignTiffCompression.Jpeg, q: 75, tile: true, tileWidth: 256, tileHeight: 256, bigtiff: true);
        return path;
    }

    private static int[] Touched(StoredTiles stored, IReadOnlyList<TissueRegion> regions)
    {
        HashSet<int> touched = [];
        foreach (TissueRegion r in regions)
        {
            for (int row = r.Level0Y / stored.TileHeight; row <= (r.Level0Y + (int)r.Level0Height - 1) / stored.TileHeight; row++)
            {
                for (int column = r.Level0X / stored.TileWidth; column <= (r.Level0X + (int)r.Level0Width - 1) / stored.TileWidth; column++)
                {
                    touched.Add((row * stored.Across) + column);
                }
            }
        }

        return [.. touched.Where(t => stored.StreamBytes(t) > 0).Order()];
    }

    private static bool IsWanted(ReadingOptions options, string name) =>
        options.Only is null || name.Contains(options.Only, StringComparison.OrdinalIgnoreCase);

    private static void Run(
        ReadingOptions options, List<ContestResult> results, string name, double megapixels, Func<IReadOnlyList<Contestant>> contestants)
    {
        if (!IsWanted(options, name))
        {
            return;
        }

        IReadOnlyList<Contestant> wanted =
            [.. contestants().Where((c, i) => i == 0 || options.Who is null || c.Name.Contains(options.Who, StringComparison.OrdinalIgnoreCase))];
        ContestResult result = new Contest(name, megapixels, wanted).Run(options.Rounds);
        results.Add(result);
        Console.WriteLine(result.ToMarkdown());
    }
}
