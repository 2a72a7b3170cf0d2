using CsCheck;
using TissueNet.Regions;
using TissueNet.Slides;
using TissueNet.Stages;
using TissueNet.Tests.TestSupport;
using TissueNet.Tissue;

namespace TissueNet.Tests.Regions;

public sealed class PrioritizeRegionsStageTests : IDisposable
{
    private readonly PixelPool pool = new(32 << 20);

    public void Dispose() => pool.Dispose();

    [Fact]
    public void Ranking_AnyScores_IsSortedWithTiesInOrder() => Gen.Select(Gen.Double[0, 5].Select(Math.Floor).Array, Gen.Bool).Sample((scores, descending) =>
    {
        int[] ranking = RegionRanking.Of(scores, descending ? RankOrder.Descending : RankOrder.Ascending, scores.Length);
        IEnumerable<int> all = Enumerable.Range(0, scores.Length); // LINQ's sorts are stable
        ranking.ShouldBe(descending ? all.OrderByDescending(i => scores[i]) : all.OrderBy(i => scores[i]));
    });

    [Theory]
    [InlineData(30, null, 0.1, 3)]
    [InlineData(31, null, 0.1, 4)]
    [InlineData(30, 2, 0.1, 2)]
    [InlineData(30, 5, 0.1, 3)]
    [InlineData(3, 5, null, 3)]
    [InlineData(3, null, null, 3)]
    [InlineData(1, null, 0.001, 1)]
    public void Share_LimitAndFraction_SmallerCounts(int regions, int? limit, double? fraction, int expected) =>
        RegionRanking.Share(regions, limit, fraction is { } f ? new Share(f) : null).ShouldBe(expected);

    [Fact]
    public async Task Process_ByTissue_SendsMostTissueFirst()
    {
        RegionGrid grid = await GridSlides.CutAsync(GridSlides.Mask(GridSlides.Of(4000, 3000), percent: 60), new() { PatchSize = 160 });
        List<Region> regions = await RunAsync(grid, new() { Limit = 50 });
        regions.Count.ShouldBe(50);
        regions.Select(r => r.Priority).ShouldBe(grid.Regions.Select(r => r.TissueShare).OrderDescending().Take(50));
        regions.ShouldAllBe(r => r.Priority == r.TissueShare && grid.Regions[r.Index].Level0X == r.Level0X);
        grid.Scope.ExpectedPatches.ShouldBe(50);
    }

    [Fact]
    public async Task Process_AllTissue_KeepsTheOrderOfTheGrid()
    {
        RegionGrid grid = await GridSlides.CutAsync(GridSlides.Mask(GridSlides.Of(4000, 3000)), new());
        (await RunAsync(grid, new())).Select(r => r.Index).ShouldBe(Enumerable.Range(0, grid.Regions.Count));
    }

    [Fact]
    public async Task Process_Random_DependsOnSeedAndSlideOnly()
    {
        RegionGrid grid = await GridSlides.CutAsync(GridSlides.Mask(GridSlides.Of(9000, 9000)), new());
        RegionGrid other = await GridSlides.CutAsync(GridSlides.Mask(GridSlides.Of(9000, 9000, name: "other")), new());
        var options = new PrioritizeRegionsStage.Options { By = RegionScore.Random, Seed = 4 };
        int[] first = [.. (await RunAsync(grid, options)).Select(r => r.Index)];
        (await RunAsync(grid, options)).Select(r => r.Index).ShouldBe(first);
        first.Order().ShouldBe(Enumerable.Range(0, grid.Regions.Count));
        first.SequenceEqual(first.Order()).ShouldBeFalse();
        (await RunAsync(grid, options with { Seed = 5 })).Select(r => r.Index).SequenceEqual(first).ShouldBeFalse();
        (await RunAsync(other, options)).Select(r => r.Index).SequenceEqual(first).ShouldBeFalse();

        // Pinned: the same seed must give the same regions in every release and on every machine.
        RandomScore.Of(4, "slide", 0).ShouldBe(0.2775739626070295, 1e-15);
    }

    [Fact]
    public void Random_ManyRegions_IsUniform()
    {
        double[] scores = [.. Enumerable.Range(0, 100_000).Select(i => RandomScore.Of(7, "slide", i))];
        scores.Average().ShouldBe(0.5, 0.005);
        scores.Select(s => (int)(s * 10)).CountBy(b => b).ShouldAllBe(b => b.Key >= 0 && b.Key < 10 && b.Value > 9500 && b.Value < 10_500);
    }

    [Theory]
    [InlineData(RegionScore.Haematoxylin)]
    [InlineData(RegionScore.Darkness)]
    public async Task Process_ByPixels_EqualsNaiveMean(RegionScore by)
    {
        const int width = 700, height = 1200; // several bands
        byte[] rgb = new byte[width * height * 3];
        new Random(3).NextBytes(rgb);
        Slide slide = MemorySlideReader.Slide(width, height, rgb, 8);
        TissueMask mask = GridSlides.Mask(slide, 8, percent: 80);
        RegionGrid grid = await GridSlides.CutAsync(mask, new() { PatchSize = 50, Mpp = 8, Stride = 37, Edges = GridEdges.Clamp, MinTissue = new(0) });
        List<Region> regions = await RunAsync(grid, new() { By = by });
        regions.Count.ShouldBe(grid.Regions.Count);
        regions.Select(r => r.Priority).ShouldBe(regions.Select(r => r.Priority).OrderDescending());
        foreach (Region region in regions)
        {
            region.Priority.ShouldBe(NaiveMean(rgb, width, mask.Bits, region, by), 1e-4);
        }

        pool.LeaseCount.ShouldBe(0);
    }

    [Fact]
    public void Haematoxylin_PureStains_AreToldApart()
    {
        static byte Absorb(double density) => (byte)Math.Round((256 * Math.Pow(10, -density)) - 1);
        byte[] rgb =
        [
            Absorb(0.65 * 0.8), Absorb(0.704 * 0.8), Absorb(0.286 * 0.8), // haematoxylin
            Absorb(0.072 * 0.8), Absorb(0.99 * 0.8), Absorb(0.105 * 0.8), // eosin
            255, 255, 255,
            Absorb((0.65 * 0.4) + (0.072 * 0.5)), Absorb((0.704 * 0.4) + (0.99 * 0.5)), Absorb((0.286 * 0.4) + (0.105 * 0.5)), // both
        ];
        var scores = new float[4];
        HaematoxylinScore.Measure(rgb, scores);
        scores[0].ShouldBe(0.8f, 0.02f);
        scores[1].ShouldBe(0f, 0.02f);
        scores[2].ShouldBe(0f);
        scores[3].ShouldBe(0.4f, 0.02f);
    }

    [Fact]
    public async Task Process_EmptyGrid_SendsNothing()
    {
        RegionGrid grid = await GridSlides.CutAsync(GridSlides.Mask(GridSlides.Of(4000, 3000), percent: 0), new());
        (await RunAsync(grid, new() { By = RegionScore.Haematoxylin })).ShouldBeEmpty();
        grid.Scope.ExpectedPatches.ShouldBe(0);
    }

    [Fact]
    public void Check_Fraction_IsAboveZero()
    {
        new PrioritizeRegionsStage.Options { Fraction = new(0) }.Check().ShouldHaveSingleItem().Option.ShouldBe("Fraction");
        new PrioritizeRegionsStage.Options { Fraction = new(1) }.Check().ShouldBeEmpty();
    }

    private static double NaiveMean(byte[] rgb, int width, BitMask mask, Region region, RegionScore by)
    {
        double sum = 0;
        int size = (int)region.Level0Width;
        for (int y = region.Level0Y; y < region.Level0Y + size; y++)
        {
            for (int x = region.Level0X; x < region.Level0X + size; x++)
            {
                ReadOnlySpan<byte> pixel = rgb.AsSpan(((y * width) + x) * 3, 3);
                var score = new float[1];
                HaematoxylinScore.Measure(pixel, score);
                double darkness = 255 - (0.299 * pixel[0]) - (0.587 * pixel[1]) - (0.114 * pixel[2]);
                sum += !mask[x, y] ? 0 : by == RegionScore.Darkness ? darkness : score[0];
            }
        }

        return sum / size / size;
    }

    private async Task<List<Region>> RunAsync(RegionGrid grid, PrioritizeRegionsStage.Options options)
    {
        var context = new StageContext { Id = "rank", Pool = pool, BaseDirectory = "", OutputDirectory = "" };
        var output = new CollectingOutput<Region>();
        await new PrioritizeRegionsStage(options, context).ProcessAsync(grid, output, TestContext.Current.CancellationToken);
        return output.Items;
    }
}
