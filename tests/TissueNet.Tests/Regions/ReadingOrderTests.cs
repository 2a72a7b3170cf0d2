using TissueNet.Regions;
using TissueNet.Slides;
using TissueNet.Stages;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Regions;

public sealed class ReadingOrderTests
{
    private const int Tile = 512;
    private const int CachedTiles = 96 * 1024 * 1024 / (Tile * Tile * 3); // the default of open_slide.cache

    // Taller than the cache, so that no seam of strips survives in it, and as wide as slides of 80 gigapixels are.
    [Theory]
    [InlineData(280_000, 80_000, 100, 1.06)]
    [InlineData(60_000, 90_000, 100, 1.06)]
    [InlineData(60_000, 90_000, 30, 1.15)]
    public async Task FullGrid_OfAnyWidth_NeedsTilesAboutOnce(int width, int height, int percent, double most)
    {
        RegionGrid grid = await GridAsync(width, height, percent);
        int[] order = [.. Enumerable.Range(0, grid.Regions.Count)];
        ReadingOrder.Sort(grid, order);

        order.Order().ShouldBe(Enumerable.Range(0, grid.Regions.Count));
        Ratio(grid, order).ShouldBeLessThanOrEqualTo(most);
    }

    [Fact]
    public async Task Priority_OfEqualScores_IsReadInTheSameOrder()
    {
        RegionGrid grid = await GridAsync(30_000, 20_000, 100);
        int[] order = [.. Enumerable.Range(0, grid.Regions.Count)];
        ReadingOrder.Sort(grid, order);

        (await RunAsync(grid, new())).ShouldBe(order);
    }

    [Fact]
    public async Task Window_OfConsecutiveRanks_IsReadTileByTile()
    {
        RegionGrid grid = await GridAsync(30_000, 20_000, 100);
        var options = new PrioritizeRegionsStage.Options { By = RegionScore.Random, Seed = 3 };
        int[] strict = await RunAsync(grid, options), grouped = await RunAsync(grid, options with { Window = 2000 });

        for (int begin = 0; begin < strict.Length; begin += 2000)
        {
            grouped[begin..Math.Min(begin + 2000, strict.Length)].Order().ShouldBe(strict[begin..Math.Min(begin + 2000, strict.Length)].Order());
        }

        Ratio(grid, grouped).ShouldBeLessThan(Ratio(grid, strict) * 0.7);
    }

    // Parallel readers of neighbours would wait for one another's tile.
    [Fact]
    public async Task Neighbours_InTheOrder_AreOfDifferentTiles()
    {
        RegionGrid grid = await GridAsync(30_000, 20_000, 100);
        int[] order = [.. Enumerable.Range(0, grid.Regions.Count)];
        ReadingOrder.Sort(grid, order);

        int same = order.Zip(order.Skip(1)).Count(p => Cell(grid.Regions[p.First]) == Cell(grid.Regions[p.Second]));
        ((double)same / order.Length).ShouldBeLessThan(0.05);
    }

    private static (int, int) Cell(Region r) => ((r.Level0X + 223) / Tile, (r.Level0Y + 223) / Tile);

    private static async Task<RegionGrid> GridAsync(int width, int height, int percent)
    {
        var slide = new Slide(new SlideScope(0, "slide", "slide"), new MemorySlideReader(width, height, [], 0.5, Tile), 0.5, 0.5);
        return await GridSlides.CutAsync(
            GridSlides.Mask(slide, mpp: 112, percent: percent), new() { MinTissue = new(percent == 100 ? 0 : 0.5) }); // a pixel of the mask is a region
    }

    private static async Task<int[]> RunAsync(RegionGrid grid, PrioritizeRegionsStage.Options options)
    {
        using var pool = new PixelPool(1 << 20);
        var output = new CollectingOutput<Region>();
        var context = new StageContext { Id = "prioritize_regions", Pool = pool, BaseDirectory = "", OutputDirectory = "" };
        await new PrioritizeRegionsStage(options, context).ProcessAsync(grid, output, TestContext.Current.CancellationToken);
        return [.. output.Items.Select(r => r.Index)];
    }

    // Tiles decoded in this order, with the least recently used going first, for each distinct tile.
    private static double Ratio(RegionGrid grid, int[] order)
    {
        LinkedList<(int, int)> use = [];
        Dictionary<(int, int), LinkedListNode<(int, int)>> kept = [];
        HashSet<(int, int)> touched = [];
        int decoded = 0;
        foreach (int index in order)
        {
            Region r = grid.Regions[index];
            for (int row = r.Level0Y / Tile; row <= (r.Level0Y + 223) / Tile; row++)
            {
                for (int column = r.Level0X / Tile; column <= (r.Level0X + 223) / Tile; column++)
                {
                    touched.Add((column, row));
                    if (kept.TryGetValue((column, row), out LinkedListNode<(int, int)>? node))
                    {
                        use.Remove(node);
                        use.AddLast(node);
                        continue;
                    }

                    decoded++;
                    kept[(column, row)] = use.AddLast((column, row));
                    if (kept.Count > CachedTiles)
                    {
                        kept.Remove(use.First!.Value);
                        use.RemoveFirst();
                    }
                }
            }
        }

        return (double)decoded / touched.Count;
    }
}
