using TissueNet.Pipelines;
using TissueNet.Pipelines.Graph;
using TissueNet.Stages;

namespace TissueNet.Tests.Pipelines.Graph;

/// <summary>Builds graphs from stages in hand, runs slides through them, and checks what must hold after every run.</summary>
internal sealed class GraphHarness : IAsyncDisposable
{
    private readonly List<StagePlan> stages = [];
    private readonly Dictionary<string, IStage> instances = [];
    private readonly List<ReportPlan> reports = [];
    private readonly Dictionary<string, IReport> reportInstances = [];

    public PixelPool Pool { get; init; } = new(1 << 20);

    public CancellationTokenSource Stop { get; } = new();

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public RunPlan Run { get; init; } = new() { OnError = new ErrorPolicy { MaxFailedPatches = new Share(1) } };

    public PipelineGraph Graph { get; private set; } = null!;

    /// <summary>Adds a stage; without <paramref name="from"/> it reads from the one before.</summary>
    public GraphHarness Add(
        string id, IStage stage, int parallel = 1, int buffer = 4, int batch = 1, TimeSpan? maxWait = null, params string[] from)
    {
        Type contract = stage.GetType().GetInterfaces().First(i => i.IsGenericType
            && (i.GetGenericTypeDefinition() == typeof(IStage<,>) || i.GetGenericTypeDefinition() == typeof(IBatchStage<,>)));
        Type[] ports = contract.GetGenericArguments();
        instances[id] = stage;
        stages.Add(new StagePlan
        {
            Id = id,
            Descriptor = new StageDescriptor(
                id, stage.GetType(), ports[0], ports[1], contract.GetGenericTypeDefinition() == typeof(IBatchStage<,>), null, 1, int.MaxValue, null),
            From = from.Length > 0 ? [.. from.Select(IndexOf)] : stages.Count == 0 ? [] : [stages.Count - 1],
            Parallel = parallel,
            Buffer = buffer,
            Batch = batch,
            MaxWait = maxWait ?? StagePlan.DefaultMaxWait,
        });
        return this;
    }

    public GraphHarness AddReport<T>(string id, IReport<T> report, params string[] from)
        where T : class, IPayload
    {
        reportInstances[id] = report;
        reports.Add(new ReportPlan
        {
            Id = id,
            Descriptor = new ReportDescriptor(id, report.GetType(), typeof(T), null, false),
            From = [.. from.Select(IndexOf)],
        });
        return this;
    }

    public GraphHarness Build()
    {
        Graph = PipelineGraph.Build(
            new PipelinePlan
            {
                Name = "test",
                Path = "test.yaml",
                Text = "",
                Hash = "",
                Slides = new SlideSelection { Paths = [] },
                Run = Run,
                Stages = stages,
                Reports = reports,
            },
            new GraphServices
            {
                CreateStage = (plan, context) =>
                {
                    (instances[plan.Id] as INeedsPool)?.Take(context.Pool);
                    (instances[plan.Id] as INeedsContext)?.Take(context);
                    return instances[plan.Id];
                },
                CreateReport = (plan, _) => reportInstances[plan.Id],
                Pool = Pool,
                Stop = Stop,
                Time = Time,
            });
        return this;
    }

    public SlideScope Scope(int index) => new(index, $"slide-{index}", $"slide-{index}", Stop.Token);

    /// <summary>Runs slides at once and returns their scopes, not disposed.</summary>
    public async Task<IReadOnlyList<SlideScope>> ProcessAsync(int slides, TimeSpan? timeout = null)
    {
        SlideScope[] scopes = [.. Enumerable.Range(0, slides).Select(Scope)];
        await Task.WhenAll(scopes.Select(s => Graph.ProcessAsync(new Seed(s)))).WaitAsync(timeout ?? TimeSpan.FromSeconds(30));
        return scopes;
    }

    /// <summary>What must hold whatever happened: all memory back, every input accounted for, the drain complete.</summary>
    public async Task FinishAsync()
    {
        await Graph.CompleteAsync().WaitAsync(TimeSpan.FromSeconds(10));
        Pool.LeaseCount.ShouldBe(0, "leases leaked");
        foreach (StageCounters c in Graph.Snapshot())
        {
            (c.Completed + c.Filtered + c.Discarded + c.Failed).ShouldBe(c.Received, $"stage {c.StageId} lost count of its items");
        }
    }

    public StageCounters Counters(string id) => Graph.Snapshot().Single(c => c.StageId == id);

    public async ValueTask DisposeAsync()
    {
        await Graph.DisposeAsync();
        Pool.Dispose();
        Stop.Dispose();
    }

    private int IndexOf(string id) => stages.FindIndex(s => s.Id == id);
}
