using System.Diagnostics;
using TissueNet.Stages;

namespace TissueNet.Pipelines.Graph;

/// <summary>
/// A plan built into bounded blocks. Slides are started one by one and run interleaved; each one's completion is its own. No block
/// is ever faulted or cancelled: failure is data, and a stopped run or failed slide drains by discarding its items.
/// </summary>
internal sealed class PipelineGraph : IAsyncDisposable
{
    private readonly List<GraphNode> nodes = [];
    private readonly List<IStage> stages = [];
    private readonly List<(string Id, IReport Report, NodeMetrics Metrics)> reports = [];
    private readonly List<GraphNode> roots = [];

    private PipelineGraph(PipelinePlan plan, GraphServices services)
    {
        Name = plan.Name;
        Pool = services.Pool;
        Failures = new FailurePolicy(plan.Run.OnError, services.Stop, services.Logger);
    }

    public string Name { get; }

    public PixelPool Pool { get; }

    public FailurePolicy Failures { get; }

    /// <summary>Stages first, then the reports that receive items.</summary>
    public IReadOnlyList<GraphNode> Nodes => nodes;

    /// <summary>The stages, in the order of the plan.</summary>
    public IReadOnlyList<IStage> Stages => stages;

    /// <summary>The reports, in the order of the plan, with their ids.</summary>
    public IReadOnlyList<(string Id, IReport Report, NodeMetrics Metrics)> Reports => reports;

    /// <summary>Builds the graph; nothing runs yet.</summary>
    public static PipelineGraph Build(PipelinePlan plan, GraphServices services)
    {
        var graph = new PipelineGraph(plan, services);
        foreach (StagePlan stage in plan.Stages)
        {
            graph.AddStage(plan, stage, services);
        }

        foreach (ReportPlan report in plan.Reports)
        {
            graph.AddReport(plan, report, services);
        }

        BatchNode[] batchers = [.. graph.nodes.OfType<BatchNode>()];
        graph.Failures.SlideFailed = _ => Array.ForEach(batchers, b => b.FlushPoisoned());
        PipelineMeter.Attach(graph);
        return graph;
    }

    /// <summary>Opens all stages, then all reports, in order.</summary>
    public async Task OpenAsync(CancellationToken cancellation)
    {
        foreach ((IStage stage, GraphNode node) in stages.Zip(nodes))
        {
            await OpenAsync(node.Id, stage.OpenAsync, cancellation);
        }

        foreach ((string id, IReport report, _) in Reports)
        {
            await OpenAsync(id, report.OpenAsync, cancellation);
        }
    }

    /// <summary>Puts a slide into the graph and waits until every node has ended for it.</summary>
    /// <param name="first">The payload that the first stages take.</param>
    public async Task ProcessAsync(IPayload first)
    {
        SlideScope scope = first.Scope;
        using Activity? activity = PipelineMeter.Activities.StartActivity("slide");
        activity?.SetTag("slide", scope.Name);
        var flow = new SlideFlow(scope, nodes) { Activity = activity };
        foreach (GraphNode root in roots)
        {
            flow.Announce(root);
            await root.AcceptAsync(first);
        }

        foreach (GraphNode root in roots)
        {
            if (flow.CloseUpstream(root))
            {
                await root.FlushAsync(flow);
            }

            if (flow.Release(root))
            {
                await root.RequestEndAsync(flow);
            }
        }

        await await Task.WhenAny(flow.Completion, Failures.Crashed);
        Failures.CheckAtEnd(scope);
    }

    /// <summary>Counters of all stages, then of all reports, whose work at slides' ends counts as busy.</summary>
    public IReadOnlyList<StageCounters> Snapshot() =>
        [.. nodes.Take(stages.Count).Select(n => n.Metrics).Concat(reports.Select(r => r.Metrics)).Select(m => m.Snapshot())];

    /// <summary>Which nodes keep a slide from ending: those with a call that does not return, or with items waiting.</summary>
    public IEnumerable<string> WhatHolds(SlideScope scope) =>
        scope.Flow is SlideFlow flow
            ? nodes.Where(n => flow.Tokens(n) > 0 && (n.Metrics.Running > 0 || n.QueuedItems > 0))
                .Select(n => $"{n.Id} ({n.Metrics.Running} running, {n.QueuedItems} waiting)")
            : [];

    /// <summary>Completes the blocks in the order of the graph, when all slides have ended.</summary>
    public async Task CompleteAsync()
    {
        foreach (GraphNode node in nodes)
        {
            node.Complete();
            await await Task.WhenAny(node.Completion, Failures.Crashed);
            node.Metrics.Stop();
        }

        reports.ForEach(r => r.Metrics.Stop());
    }

    /// <summary>Disposes stages and reports, last one first. One that fails does not keep the others from it.</summary>
    public async ValueTask DisposeAsync()
    {
        PipelineMeter.Detach(this);
        List<Exception> failures = [];
        foreach (object disposable in nodes.OfType<BatchNode>().Concat(stages.Cast<object>()).Concat(reports.Select(r => r.Report)).Reverse())
        {
            try
            {
                await ((disposable as IAsyncDisposable)?.DisposeAsync() ?? default);
                if (disposable is IDisposable simple and not IAsyncDisposable)
                {
                    simple.Dispose();
                }
            }
            catch (Exception exception)
            {
                failures.Add(exception);
            }
        }

        if (failures.Count > 0)
        {
            throw new AggregateException("Stages failed to dispose.", failures);
        }
    }

    private static async Task OpenAsync(string id, Func<CancellationToken, ValueTask> open, CancellationToken cancellation)
    {
        try
        {
            await open(cancellation);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw new StageOpenException(StageFailure.From(id, exception));
        }
    }

    private void AddStage(PipelinePlan plan, StagePlan stage, GraphServices services)
    {
        int capacity = stage.Buffer;
        var metrics = new NodeMetrics(plan.Name, stage.Id, stage.Descriptor.Name, stage.Parallel, capacity, services.Time);
        IStage instance = services.CreateStage(stage, Context(plan, stage.Id, metrics, services, stage.Parallel, stage.Batch));
        StageInvoker invoker = StageInvoker.For(instance, stage.Descriptor);
        invoker = services.DecorateInvoker?.Invoke(stages.Count, invoker) ?? invoker;
        stages.Add(instance);
        GraphNode node = stage.Descriptor.IsBatch
            ? new BatchNode(nodes.Count, invoker, metrics, Failures, stage, services.Time)
            : new ItemNode(nodes.Count, invoker, metrics, Failures, stage.Parallel, stage.Buffer);
        if (stage.From.Count == 0)
        {
            roots.Add(node);
        }

        Link(node, stage.From);
    }

    private void AddReport(PipelinePlan plan, ReportPlan report, GraphServices services)
    {
        var metrics = new NodeMetrics(plan.Name, report.Id, report.Id, 1, StagePlan.DefaultBuffer, services.Time);
        IReport instance = services.CreateReport(report, Context(plan, report.Id, metrics, services, 1, 1));
        reports.Add((report.Id, instance, metrics));
        if (report.Descriptor.Input is { } input && report.From.Count > 0)
        {
            var invoker = StageInvoker.For(instance, input);
            Link(new ItemNode(nodes.Count, invoker, metrics, Failures, 1, StagePlan.DefaultBuffer), report.From);
        }
    }

    private void Link(GraphNode node, IReadOnlyList<int> from)
    {
        node.UpstreamCount = Math.Max(1, from.Count);
        foreach (int upstream in from)
        {
            nodes[upstream].Consumers.Add(node);
        }

        nodes.Add(node);
    }

    private static StageContext Context(
        PipelinePlan plan, string id, NodeMetrics metrics, GraphServices services, int parallel, int batch) => new()
        {
            Id = id,
            Pool = new StagePool(services.Pool, metrics),
            BaseDirectory = Path.GetDirectoryName(plan.Path) ?? "",
            OutputDirectory = services.OutputDirectory,
            Parallel = parallel,
            Batch = batch,
            Time = services.Time,
            Waited = metrics.Waited,
            CountedTiles = metrics.CountTiles,
        };
}
