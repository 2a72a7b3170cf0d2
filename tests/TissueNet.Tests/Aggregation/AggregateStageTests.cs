using CsCheck;
using TissueNet.Aggregation;
using TissueNet.Inference;
using TissueNet.Regions;
using TissueNet.Slides;
using TissueNet.Stages;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Aggregation;

public class AggregateStageTests
{
    private static readonly string[] Classes = ["normal", "tumor"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EndSlide_NoPatches_EmitsAnEmptyPrediction()
    {
        SlidePrediction prediction = await Aggregate(new(), FakePredictions.Slide(), []);
        prediction.Probabilities.ShouldBeEmpty();
        prediction.ClassNames.ShouldBeEmpty();
        prediction.Label.ShouldBeNull();
        prediction.Score.ShouldBeNull();
        prediction.Heatmap.ShouldBeNull();
    }

    [Fact]
    public async Task EndSlide_SomePatches_FillsTheirCellsAndNoOthers()
    {
        Slide slide = FakePredictions.Slide(64, 48);
        RegionGrid grid = FakePredictions.KeptGrid(slide);
        SlidePrediction prediction = await Aggregate(new(), slide,
            [FakePredictions.Of(grid.Regions[6], Classes, 0.25f, 0.75f), FakePredictions.Of(grid.Regions[1], Classes, 0.5f, 0.5f)]);

        Heatmap heatmap = prediction.Heatmap.ShouldNotBeNull();
        heatmap[2, 1].ToArray().ShouldBe([0.25f, 0.75f]);
        heatmap[1, 0].ToArray().ShouldBe([0.5f, 0.5f]);
        Enumerable.Range(0, 12).Count(i => float.IsNaN(heatmap[i % 4, i / 4][0])).ShouldBe(10);
        prediction.Patches.Select(p => p.Index).ShouldBe([1, 6]);
        prediction.Probabilities.ShouldBe([0.375f, 0.625f]);
        prediction.Label.ShouldBe("tumor");
        prediction.Score.ShouldBe(0.625);
    }

    [Fact]
    public async Task EndSlide_SeveralGrids_UsesTheOneOfTheRegions()
    {
        Slide slide = FakePredictions.Slide(64, 48);
        RegionGrid coarse = FakePredictions.KeptGrid(slide, 32);
        slide.Scope.Keep("region_grid_2", FakePredictions.Grid(slide, 8));
        SlidePrediction prediction = await Aggregate(new(), slide, [FakePredictions.Of(coarse.Regions[1], Classes, 0, 1)]);
        prediction.Heatmap.ShouldNotBeNull().Grid.ShouldBeSameAs(coarse);
    }

    [Fact]
    public Task EndSlide_ShuffledArrival_SameBits() => Gen.Shuffle(Enumerable.Range(0, 48).ToArray()).SampleAsync(async order =>
    {
        Slide slide = FakePredictions.Slide(128, 96);
        RegionGrid grid = FakePredictions.KeptGrid(slide);
        PatchPrediction[] patches = [.. grid.Regions.Select(r => FakePredictions.Of(r, Classes, Value(r.Index), 1 - Value(r.Index)))];
        foreach (AggregateMethod method in Enum.GetValues<AggregateMethod>())
        {
            SlidePrediction sorted = await Aggregate(new() { Method = method }, slide, patches);
            SlidePrediction shuffled = await Aggregate(new() { Method = method }, slide, order.Select(i => patches[i]));
            shuffled.Probabilities.ShouldBe(sorted.Probabilities);
            shuffled.Patches.Select(p => p.Index).ShouldBe(sorted.Patches.Select(p => p.Index));
        }

        static float Value(int index) => MathF.Abs(MathF.Sin(index * 12.9898f));
    }, iter: 20);

    [Fact]
    public async Task EndSlide_ManyThreads_LosesNothing()
    {
        Slide slide = FakePredictions.Slide(512, 512);
        RegionGrid grid = FakePredictions.KeptGrid(slide, 4);
        var stage = new AggregateStage(new());
        var output = new CollectingOutput<SlidePrediction>();
        await Parallel.ForEachAsync(grid.Regions, Cancellation, (region, cancellation) =>
            stage.ProcessAsync(FakePredictions.Of(region, Classes, 1, 0), output, cancellation));
        await stage.EndSlideAsync(slide.Scope, output, Cancellation);
        output.Items.Single().Patches.Select(p => p.Index).ShouldBe(Enumerable.Range(0, 128 * 128));
    }

    [Fact]
    public async Task EndSlide_EmbeddingsOnly_HasNeitherProbabilitiesNorHeatmapNorEmbeddings()
    {
        Slide slide = FakePredictions.Slide();
        RegionGrid grid = FakePredictions.KeptGrid(slide);
        SlidePrediction prediction = await Aggregate(new(), slide, [FakePredictions.Of(grid.Regions[0], []) with { Embedding = new float[1536] }]);
        prediction.Probabilities.ShouldBeEmpty();
        prediction.Heatmap.ShouldBeNull();
        prediction.Patches.Single().Embedding.ShouldBeNull();
    }

    [Fact]
    public async Task EndSlide_TwoModels_SaysToAggregateThemApart()
    {
        Slide slide = FakePredictions.Slide();
        RegionGrid grid = FakePredictions.KeptGrid(slide);
        var error = await Should.ThrowAsync<StageException>(() => Aggregate(new(), slide,
            [FakePredictions.Of(grid.Regions[0], Classes, 0, 1), FakePredictions.Of(grid.Regions[1], ["fat", "muscle"], 0, 1)]));
        error.Message.ShouldContain("[fat, muscle]");
        error.Remedy.ShouldNotBeNull().ShouldContain("from:");
    }

    [Fact]
    public async Task EndSlide_SameRegionTwice_Throws()
    {
        Slide slide = FakePredictions.Slide();
        RegionGrid grid = FakePredictions.KeptGrid(slide);
        PatchPrediction patch = FakePredictions.Of(grid.Regions[3], Classes, 0, 1);
        (await Should.ThrowAsync<StageException>(() => Aggregate(new(), slide, [patch, patch]))).Message.ShouldContain("Region 3");
    }

    [Theory]
    [InlineData(0.49f, null)]
    [InlineData(0.5f, "tumor")]
    public async Task EndSlide_SingleClass_LabelsFromTheThreshold(float probability, string? label)
    {
        Slide slide = FakePredictions.Slide();
        RegionGrid grid = FakePredictions.KeptGrid(slide);
        SlidePrediction prediction = await Aggregate(new(), slide, [FakePredictions.Of(grid.Regions[0], ["tumor"], probability)]);
        prediction.Label.ShouldBe(label);
        prediction.Score.ShouldBe(probability);
    }

    [Fact]
    public async Task EndSlide_PositiveClass_ScoresItWhateverTheLabel()
    {
        Slide slide = FakePredictions.Slide();
        RegionGrid grid = FakePredictions.KeptGrid(slide);
        PatchPrediction patch = FakePredictions.Of(grid.Regions[0], Classes, 0.75f, 0.25f);
        SlidePrediction prediction = await Aggregate(new() { Positive = "tumor" }, slide, [patch]);
        (prediction.Label, prediction.Score).ShouldBe(("normal", 0.25));
        var error = await Should.ThrowAsync<StageException>(() => Aggregate(new() { Positive = "tumour" }, slide, [patch]));
        error.Message.ShouldContain("'tumour'");
        error.Message.ShouldContain("normal, tumor");
    }

    [Fact]
    public async Task Process_NotANumber_Throws()
    {
        Slide slide = FakePredictions.Slide();
        RegionGrid grid = FakePredictions.KeptGrid(slide);
        await Should.ThrowAsync<StageException>(() => Aggregate(new(), slide, [FakePredictions.Of(grid.Regions[0], Classes, float.NaN, 1)]));
    }

    private static async Task<SlidePrediction> Aggregate(AggregateStage.Options options, Slide slide, IEnumerable<PatchPrediction> patches)
    {
        var stage = new AggregateStage(options);
        var output = new CollectingOutput<SlidePrediction>();
        foreach (PatchPrediction patch in patches)
        {
            await stage.ProcessAsync(patch, output, Cancellation);
        }

        output.Items.ShouldBeEmpty();
        await stage.EndSlideAsync(slide.Scope, output, Cancellation);
        return output.Items.ShouldHaveSingleItem();
    }
}
