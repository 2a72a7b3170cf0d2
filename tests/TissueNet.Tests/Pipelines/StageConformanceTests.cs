using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using TissueNet.Aggregation;
using TissueNet.Hosting;
using TissueNet.Inference;
using TissueNet.Patches;
using TissueNet.Pipelines;
using TissueNet.Pipelines.Conformance;
using TissueNet.Regions;
using TissueNet.Slides;
using TissueNet.Slides.Synthetic;
using TissueNet.Stages;
using TissueNet.Tests.TestSupport;
using TissueNet.Tissue;

namespace TissueNet.Tests.Pipelines;

/// <summary>Every stage of the catalog, and the sample plugin's, passes the conformance kit; a stage without a case here is a failure.</summary>
public sealed class StageConformanceTests : IDisposable
{
    private static readonly StageFactory Factory = new(new ServiceCollection().BuildServiceProvider());
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> StageNames => new(StageCatalog.BuiltIn.Stages.Select(s => s.Name));

    private string SlidePath => folder.File("slide.synthetic");

    [Theory]
    [MemberData(nameof(StageNames))]
    public async Task Stage_OfTheCatalog_Conforms(string name)
    {
        await File.WriteAllTextAsync(SlidePath, "width: 2600\nheight: 2200\nseed: 3\ntissue: 60 %\n", TestContext.Current.CancellationToken);
        StageDescriptor stage = StageCatalog.BuiltIn.FindStage(name)!;
        (await CheckAsync(stage)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Stage_OfThePlugin_Conforms()
    {
        await File.WriteAllTextAsync(SlidePath, "width: 2600\nheight: 2200\nseed: 3\ntissue: 60 %\n", TestContext.Current.CancellationToken);
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        string plugin = Repository.PathOf("tests", "TissueNet.SamplePlugin", "bin", configuration, "net10.0", "TissueNet.SamplePlugin.dll");
        PipelineLoadResult loaded = PipelineLoader.LoadText(
            $$"""
            name: plugin
            plugins: ['{{plugin}}']
            slides: { path: '{{SlidePath}}' }
            stages: [open_slide, otsu_tissue_mask, region_grid, prioritize_regions, read_patch, drop_blurred_patches]
            """,
            folder.File("pipeline.yaml"));
        (await CheckAsync(loaded.Plan.ShouldNotBeNull().Stages[^1].Descriptor)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Kit_StageThatLeaksHidesAndHangs_IsCaught()
    {
        ConformanceSubject<Number> Subject(Func<StageContext, IStage> create) => new()
        {
            Create = create,
            Inputs = (scope, _, _) => Enumerable.Range(0, 8).Select(i => new Number(scope, i)).ToAsyncEnumerable(),
            Timeout = TimeSpan.FromSeconds(1),
        };
        (await StageConformance.CheckAsync<Number, Number>(Subject(c => new Leaky(c.Pool)), TestContext.Current.CancellationToken))
            .ShouldContain(v => v.Contains("leases"));
        (await StageConformance.CheckAsync<Number, Number>(Subject(_ => new Moody()), TestContext.Current.CancellationToken))
            .ShouldContain(v => v.Contains("alone it gave"));
        (await StageConformance.CheckAsync<Number, Number>(Subject(_ => new Hanging()), TestContext.Current.CancellationToken))
            .ShouldContain(v => v.Contains("held by") && v.Contains("1 running"));
    }

    public void Dispose() => folder.Dispose();

    private Task<IReadOnlyList<string>> CheckAsync(StageDescriptor stage) => stage.Name switch
    {
        "open_slide" => CheckAsync<SlideFile, Slide>(stage, (scope, _) => Task.FromResult<IReadOnlyList<SlideFile>>([new SlideFile(scope)])),
        "otsu_tissue_mask" or "whole_slide_mask" => CheckAsync<Slide, TissueMask>(stage, (scope, pool) => Single(OpenAsync(scope, pool))),
        "region_grid" => CheckAsync<TissueMask, RegionGrid>(stage, (scope, pool) => Single(MaskAsync(scope, pool))),
        "prioritize_regions" => CheckAsync<RegionGrid, Region>(stage, (scope, pool) => Single(GridAsync(scope, pool))),
        "inject_region_faults" => CheckAsync<Region, Region>(stage, RegionsAsync),
        "read_patch" => CheckAsync<Region, Patch>(stage, RegionsAsync),
        "inject_patch_faults" or "drop_blurred_patches" => CheckAsync<Patch, Patch>(stage, PatchesAsync),
        "onnx_inference" => CheckAsync<Patch, PatchPrediction>(stage, PatchesAsync),
        "aggregate" => CheckAsync<PatchPrediction, SlidePrediction>(stage, PredictionsAsync),
        _ => throw new NotSupportedException($"Stage '{stage.Name}' has no conformance case: add its inputs here."),
    };

    private async Task<IReadOnlyList<string>> CheckAsync<TIn, TOut>(
        StageDescriptor stage, Func<SlideScope, IPixelPool, Task<IReadOnlyList<TIn>>> inputs)
        where TIn : class, IPayload
        where TOut : class, IPayload
    {
        async IAsyncEnumerable<TIn> Stream(SlideScope scope, IPixelPool pool, [EnumeratorCancellation] CancellationToken cancellation)
        {
            foreach (TIn input in await inputs(scope, pool))
            {
                yield return input;
            }
        }

        return await StageConformance.CheckAsync<TIn, TOut>(
            new ConformanceSubject<TIn>
            {
                Create = context => Factory.Create<IStage>(stage.Type, Options(stage), context),
                Inputs = Stream,
                SlidePath = SlidePath,
                OutputDirectory = folder.File("out"),
            },
            TestContext.Current.CancellationToken);
    }

    private static object? Options(StageDescriptor stage) => stage.Name == "onnx_inference"
        ? new OnnxInferenceStage.Options { Model = Repository.PathOf("models", "bench-shufflenet.yaml"), Sessions = 2, Threads = 1 }
        : stage.OptionsType is { } type ? Activator.CreateInstance(type) : null;

    private static async Task<IReadOnlyList<T>> Single<T>(Task<T> item) => [await item];

    private Task<Slide> OpenAsync(SlideScope scope, IPixelPool pool)
    {
        ISlideReader reader = new SyntheticSlideFormat().Open(SlidePath, pool, 0);
        scope.Own(reader);
        var slide = new Slide(scope, reader, 0.5, 0.5);
        scope.Keep("open_slide", slide);
        return Task.FromResult(slide);
    }

    private async Task<TissueMask> MaskAsync(SlideScope scope, IPixelPool pool) =>
        (await RunAsync<Slide, TissueMask>(
            new OtsuTissueMaskStage(new(), Context(pool)), await OpenAsync(scope, pool)))[0];

    private async Task<RegionGrid> GridAsync(SlideScope scope, IPixelPool pool)
    {
        RegionGrid grid = (await RunAsync<TissueMask, RegionGrid>(new RegionGridStage(new()), await MaskAsync(scope, pool)))[0];
        scope.Keep("region_grid", grid);
        return grid;
    }

    private async Task<IReadOnlyList<Region>> RegionsAsync(SlideScope scope, IPixelPool pool) =>
        [.. (await GridAsync(scope, pool)).Regions.Take(11)];

    private async Task<IReadOnlyList<Patch>> PatchesAsync(SlideScope scope, IPixelPool pool)
    {
        List<Patch> patches = [];
        foreach (Region region in await RegionsAsync(scope, pool))
        {
            patches.AddRange(await RunAsync<Region, Patch>(new ReadPatchStage(Context(pool)), region));
        }

        return patches;
    }

    private async Task<IReadOnlyList<PatchPrediction>> PredictionsAsync(SlideScope scope, IPixelPool pool) =>
    [
        .. (await RegionsAsync(scope, pool)).Select(r => new PatchPrediction
        {
            Region = r, ClassNames = ["a", "b"], Probabilities = [0.25f, 0.75f],
        }),
    ];

    private static async Task<List<TOut>> RunAsync<TIn, TOut>(IStage<TIn, TOut> stage, TIn input)
        where TIn : class, IPayload
        where TOut : class, IPayload
    {
        var output = new CollectingOutput<TOut>();
        await stage.ProcessAsync(input, output, TestContext.Current.CancellationToken);
        return output.Items;
    }

    private static StageContext Context(IPixelPool pool) => new() { Id = "input", Pool = pool, BaseDirectory = "", OutputDirectory = "" };

    private sealed record Number(SlideScope Scope, int Index) : IPatchPayload;

    private sealed class Leaky(IPixelPool pool) : IStage<Number, Number>
    {
        public async ValueTask ProcessAsync(Number item, IStageOutput<Number> output, CancellationToken cancellation)
        {
            await pool.LeaseAsync(100, cancellation);
            await output.EmitAsync(item, cancellation);
        }
    }

    private sealed class Moody : IStage<Number, Number>
    {
        private int seen;

        public async ValueTask ProcessAsync(Number item, IStageOutput<Number> output, CancellationToken cancellation)
        {
            if (Interlocked.Increment(ref seen) % 10 != 9)
            {
                await output.EmitAsync(item, cancellation);
            }
        }
    }

    private sealed class Hanging : IStage<Number, Number>
    {
        public async ValueTask ProcessAsync(Number item, IStageOutput<Number> output, CancellationToken cancellation) =>
            await Task.Delay(Timeout.InfiniteTimeSpan, CancellationToken.None);
    }
}
