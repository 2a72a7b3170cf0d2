using TissueNet.Pipelines;
using TissueNet.Stages;
using TissueNet.Tests.Pipelines.Fakes;

namespace TissueNet.Tests.Pipelines;

public class PipelinePlanTests
{
    [Fact]
    public void Load_Sample_HasNoDiagnosticsAndAllValues()
    {
        PipelineLoadResult result = SamplePipeline.Load(SamplePipeline.Text);
        result.Diagnostics.ShouldBeEmpty();
        PipelinePlan plan = result.Plan.ShouldNotBeNull();
        plan.Name.ShouldBe("sample");
        string folder = Path.GetDirectoryName(SamplePipeline.Path)!;
        plan.Slides.Paths.ShouldBe([Path.Combine(folder, "slides"), Path.Combine(folder, "more", "*.tif")]);
        plan.Slides.Include.ShouldBe(["*.tif"]);
        plan.Slides.Recursive.ShouldBeFalse();
        plan.Run.ShouldBe(new RunPlan
        {
            OpenSlides = 3,
            Memory = new ByteSize(2L << 30),
            Drain = TimeSpan.FromSeconds(10),
            OnError = new ErrorPolicy { Patch = PatchErrorPolicy.Fail, Slide = SlideErrorPolicy.Stop, MaxFailedPatches = new Share(0.02) },
        });
        plan.Stages.Select(s => s.Id).ShouldBe(["open_slide", "otsu_tissue_mask", "region_grid", "prioritize_regions", "read_patch", "subtypes", "aggregate"]);
        plan.Stages.Select(s => s.From).ShouldBe([[], [0], [1], [2], [3], [4], [5]]);
        plan.Stages[0].Parallel.ShouldBe(2);
        plan.Stages[4].ShouldSatisfyAllConditions(s => s.Parallel.ShouldBe(2), s => s.Buffer.ShouldBe(64), s => s.Batch.ShouldBe(1));
        plan.Stages[5].ShouldSatisfyAllConditions(s => s.Batch.ShouldBe(32), s => s.MaxWait.ShouldBe(TimeSpan.FromMilliseconds(200)));
        plan.Reports.Select(r => r.Id).ShouldBe(["patches_csv", "regions_csv", "heatmap_png", "masks_png", "geojson", "slides_csv"]);
        plan.Reports.Select(r => r.From).ShouldBe([[5], [3], [], [], [], []]);
    }

    [Fact]
    public void Load_Sample_BindsEveryKindOfOption()
    {
        PipelinePlan plan = SamplePipeline.Plan(SamplePipeline.Text);
        plan.Stages[1].Options.ShouldBe(new FakeStages.OtsuTissueMaskStage.Options
        {
            Mpp = 8,
            Channel = FakeChannel.OpticalDensity,
            MinArea = new Area(50_000),
            MaxHole = new Area(5000),
            RejectPen = false,
            Median = 3,
            Threshold = new FakeStages.OtsuTissueMaskStage.Bounds { Low = 20, High = 220 },
        });
        plan.Stages[2].Options.ShouldBe(new FakeStages.RegionGridStage.Options
        {
            PatchSize = new Extent(112, true),
            Mpp = 0.5,
            MinTissue = new Share(0.3),
            Stride = 224,
            Edges = FakeEdges.Drop,
        });
        plan.Stages[3].Options.ShouldBe(new FakeStages.PrioritizeRegionsStage.Options
        {
            By = FakeScore.Haematoxylin,
            Limit = 2000,
            Fraction = new Share(0.5),
            Seed = 7,
            Budget = TimeSpan.FromSeconds(20),
        });
        var model = plan.Stages[5].Options.ShouldBeOfType<FakeStages.OnnxInferenceStage.Options>();
        model.Model.ShouldBe(Path.Combine(LintCase.Folder, "model.yaml"));
        model.Providers.ShouldBe([FakeProvider.Cuda, FakeProvider.Cpu]);
        var aggregate = plan.Stages[6].Options.ShouldBeOfType<FakeStages.AggregateStage.Options>();
        (aggregate.Method, aggregate.K, aggregate.ScoreClass).ShouldBe((FakeMethod.TopKMean, 5, "tumour"));
        aggregate.Weights.ShouldBe([1, 0.5]);
    }

    [Fact]
    public void Load_NestedOptionGivenInPart_KeepsTheOtherDefaultsOfItsOwner()
    {
        PipelinePlan plan = SamplePipeline.Plan(SamplePipeline.Text, "otsu_tissue_mask.threshold={ low: 3 }");
        plan.Stages[1].Options.ShouldBeOfType<FakeStages.OtsuTissueMaskStage.Options>().Threshold
            .ShouldBe(new FakeStages.OtsuTissueMaskStage.Bounds { Low = 3, High = 200 });
    }

    [Fact]
    public void Load_Overrides_ReachSectionsStagesAndReports()
    {
        PipelinePlan plan = SamplePipeline.Plan(
            SamplePipeline.Text, "name=other", "slides.path=elsewhere", "run.on_error.patch=skip", "subtypes.batch=8", "region_grid.mpp=1",
            "otsu_tissue_mask.threshold.low=1", "open_slide.default_mpp=", "heatmap_png.width=100", "slides.include=[\"*.svs\", '*.mrxs']");
        plan.Name.ShouldBe("other");
        plan.Slides.Paths.ShouldBe([Path.Combine(Path.GetDirectoryName(SamplePipeline.Path)!, "elsewhere")]);
        plan.Slides.Include.ShouldBe(["*.svs", "*.mrxs"]);
        plan.Run.OnError.ShouldBe(new ErrorPolicy { Patch = PatchErrorPolicy.Skip, Slide = SlideErrorPolicy.Stop, MaxFailedPatches = new Share(0.02) });
        plan.Stages[5].Batch.ShouldBe(8);
        plan.Stages[2].Options.ShouldBeOfType<FakeStages.RegionGridStage.Options>().Mpp.ShouldBe(1);
        plan.Stages[1].Options.ShouldBeOfType<FakeStages.OtsuTissueMaskStage.Options>().Threshold.Low.ShouldBe(1);
        plan.Stages[0].Options.ShouldBeOfType<FakeStages.OpenSlideStage.Options>().DefaultMpp.ShouldBeNull();
        plan.Overrides.Count.ShouldBe(9);
    }

    [Fact]
    public void Load_ForwardReferences_PutsInputsFirstAndKeepsTheOrderOtherwise()
    {
        PipelinePlan plan = SamplePipeline.Plan("""
            slides: { path: slides }
            stages:
              - drop_blurred: {}
                from: read_patch
              - open_slide: {}
                from: slides
              - otsu_tissue_mask
              - region_grid
              - read_patch: {}
                from: prioritize_regions
              - prioritize_regions: {}
                from: region_grid
              - onnx_inference: { model: ../model.yaml }
                from: drop_blurred
            reports: [patches_csv]

            """);
        plan.Stages.Select(s => s.Id).ShouldBe(["open_slide", "otsu_tissue_mask", "region_grid", "prioritize_regions", "read_patch", "drop_blurred", "onnx_inference"]);
        plan.Stages.Select(s => s.From).ShouldBe([[], [0], [1], [2], [3], [4], [5]]);
        plan.Reports[0].From.ShouldBe([6]);
    }

    [Theory]
    [InlineData("region_grid.mpp=1", true)]
    [InlineData("aggregate.weights=[1, 0.25]", true)]
    [InlineData("otsu_tissue_mask.threshold.low=21", true)]
    [InlineData("region_grid.mpp=0.50", false)]
    [InlineData("run.memory=3 GiB", false)]
    [InlineData("slides.path=x", false)]
    [InlineData("read_patch.parallel=1", false)]
    [InlineData("subtypes.batch=1", false)]
    [InlineData("heatmap_png.width=100", false)]
    public void Hash_Override_ChangesOnlyWhenResultsCan(string change, bool changes)
    {
        string hash = SamplePipeline.Plan(SamplePipeline.Text).Hash;
        hash.Length.ShouldBe(64);
        (SamplePipeline.Plan(SamplePipeline.Text, change).Hash != hash).ShouldBe(changes);
    }

    [Fact]
    public void Hash_DefaultSpeltOut_StaysTheSame()
    {
        string spelt = SamplePipeline.Text.Replace("threads: 2", "threads: 1", StringComparison.Ordinal);
        string left = SamplePipeline.Text.Replace(", threads: 2", "", StringComparison.Ordinal);
        SamplePipeline.Plan(spelt).Hash.ShouldBe(SamplePipeline.Plan(left).Hash);
    }
}
