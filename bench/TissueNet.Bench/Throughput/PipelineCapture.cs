using Microsoft.Extensions.DependencyInjection;
using TissueNet.Hosting;
using TissueNet.Pipelines;
using TissueNet.Pipelines.Graph;
using TissueNet.Slides;
using TissueNet.Stages;

namespace TissueNet.Bench.Throughput;

/// <summary>Runs a pipeline once over a slide and keeps each stage's real inputs; slide, models and pixels stay open for the benchmarks.</summary>
internal sealed class PipelineCapture
{
    private const int InputsPerStage = 128;
    private const long ExtraMemory = 1L << 30;

    private PipelineCapture(IReadOnlyList<CapturedStage> stages) => Stages = stages;

    /// <summary>The stages, in the order of the pipeline.</summary>
    public IReadOnlyList<CapturedStage> Stages { get; }

    public static async Task<PipelineCapture> RunAsync(string pipeline, string slide)
    {
        PipelineLoadResult loaded = PipelineLoader.Load(pipeline);
        if (loaded.Plan is not { } plan)
        {
            throw new InvalidOperationException(string.Join(Environment.NewLine, loaded.Diagnostics));
        }

        // Captured pixels stay leased, so the run gets memory for them on top of its own.
        plan = plan with { Reports = [], Run = plan.Run with { Memory = new ByteSize(plan.Run.Memory.Bytes + ExtraMemory) } };
        var services = new ServiceCollection().AddTissueNet().BuildServiceProvider();
        var factory = new StageFactory(services);
        var stop = new CancellationTokenSource();
        var pool = new PixelPool(plan.Run.Memory.Bytes);
        List<CapturedStage> captured = [];
        PipelineGraph graph = PipelineGraph.Build(plan, new GraphServices
        {
            CreateStage = (stage, context) =>
            {
                var instance = factory.Create<IStage>(stage.Descriptor.Type, stage.Options, context);
                captured.Add(new CapturedStage(stage, instance));
                return instance;
            },
            CreateReport = (_, _) => throw new NotSupportedException("Reports are left out."),
            DecorateInvoker = (index, _) => new CapturingInvoker(captured[index], InputsPerStage),
            Pool = pool,
            Stop = stop,
        });
        await graph.OpenAsync(CancellationToken.None);
        var scope = new SlideScope(0, Path.GetFileNameWithoutExtension(slide), Path.GetFullPath(slide), stop.Token);
        await graph.ProcessAsync(new SlideFile(scope));
        if (scope.Failure is { } failure)
        {
            throw new InvalidOperationException($"The slide failed: {failure}");
        }

        return new PipelineCapture(captured);
    }
}
