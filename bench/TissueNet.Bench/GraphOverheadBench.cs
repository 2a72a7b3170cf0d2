using BenchmarkDotNet.Attributes;
using TissueNet.Pipelines;
using TissueNet.Pipelines.Graph;
using TissueNet.Stages;

namespace TissueNet.Bench;

/// <summary>What the graph itself costs per item and hop: five stages that do nothing, so four hops between them.</summary>
[MemoryDiagnoser]
public class GraphOverheadBench
{
    private const int Items = 20_000;
    private const int Hops = 5;

    [Benchmark(OperationsPerInvoke = Items * Hops)]
    public Task ItemStages() => RunAsync(asynchronous: false, parallel: 1);

    [Benchmark(OperationsPerInvoke = Items * Hops)]
    public Task ItemStagesParallel2() => RunAsync(asynchronous: false, parallel: 2);

    [Benchmark(OperationsPerInvoke = Items * Hops)]
    public Task AsynchronousStages() => RunAsync(asynchronous: true, parallel: 1);

    private static async Task RunAsync(bool asynchronous, int parallel)
    {
        using var stop = new CancellationTokenSource();
        using var pool = new PixelPool(1 << 20);
        StagePlan[] stages =
        [
            .. Enumerable.Range(0, Hops + 1).Select(i => new StagePlan
            {
                Id = $"s{i}",
                Descriptor = i == 0
                    ? new StageDescriptor("source", typeof(Source), typeof(Item), typeof(Item), false, null, 1, 1, null)
                    : new StageDescriptor("pass", typeof(Pass), typeof(Item), typeof(Item), false, null, 1, 16, null),
                From = i == 0 ? [] : [i - 1],
                Parallel = i == 0 ? 1 : parallel,
                Buffer = 64,
            }),
        ];
        await using PipelineGraph graph = PipelineGraph.Build(
            new PipelinePlan
            {
                Name = "bench",
                Path = "",
                Text = "",
                Hash = "",
                Slides = new SlideSelection { Paths = [] },
                Run = new RunPlan(),
                Stages = stages,
                Reports = [],
            },
            new GraphServices
            {
                CreateStage = (plan, _) => plan.Id == "s0" ? new Source() : new Pass(asynchronous),
                CreateReport = (_, _) => throw new NotSupportedException("No reports here."),
                Pool = pool,
                Stop = stop,
            });
        using var scope = new SlideScope(0, "slide", "slide", stop.Token);
        await graph.ProcessAsync(new Item(scope, 0));
        await graph.CompleteAsync();
    }

    private sealed record Item(SlideScope Scope, int Index) : IPatchPayload;

    private sealed class Source : IStage<Item, Item>
    {
        public async ValueTask ProcessAsync(Item item, IStageOutput<Item> output, CancellationToken cancellation)
        {
            for (int i = 0; i < Items; i++)
            {
                await output.EmitAsync(item, cancellation);
            }
        }
    }

    private sealed class Pass(bool asynchronous) : IStage<Item, Item>
    {
        public async ValueTask ProcessAsync(Item item, IStageOutput<Item> output, CancellationToken cancellation)
        {
            if (asynchronous)
            {
                await Task.Yield();
            }

            await output.EmitAsync(item, cancellation);
        }
    }
}
