using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace TissueNet.Pipelines.Graph;

/// <summary>
/// The meter and activity source <c>TissueNet</c>. Counters are pushed; what a graph holds at the moment (queues, leases, time
/// busy) is observed on the graphs that live.
/// </summary>
internal static class PipelineMeter
{
    public const string Name = "TissueNet";

    private static readonly Meter Meter = new(Name);
    private static readonly Lock Gate = new();
    private static readonly List<PipelineGraph> Graphs = [];

    public static ActivitySource Activities { get; } = new(Name);

    public static Counter<long> Received { get; } = Items("received", "Items that arrived at a stage.");

    public static Counter<long> Completed { get; } = Items("completed", "Items a stage processed.");

    public static Counter<long> Filtered { get; } = Items("filtered", "Items a stage processed without a result.");

    public static Counter<long> Discarded { get; } = Items("discarded", "Items of failed slides, disposed unprocessed.");

    public static Counter<long> Failed { get; } = Items("failed", "Items a stage failed on.");

    public static Counter<double> OutputWait { get; } = Meter.CreateCounter<double>(
        "tissuenet_stage_output_wait_seconds_total", "s", "Seconds a stage waited for room downstream or for memory.");

    static PipelineMeter()
    {
        Meter.CreateObservableCounter(
            "tissuenet_stage_busy_seconds_total", () => Observe(n => n.Metrics.Snapshot().BusySeconds), "s", "Seconds in a stage's own code.");
        Meter.CreateObservableCounter(
            "tissuenet_stage_input_wait_seconds_total", () => Observe(n => n.Metrics.Snapshot().InputWaitSeconds), "s", "Seconds a stage waited for input.");
        Meter.CreateObservableGauge(
            "tissuenet_stage_queue_items", () => Observe(n => (long)n.QueuedItems), "{item}", "Items that wait for a stage.");
        Meter.CreateObservableGauge(
            "tissuenet_stage_queue_bytes", () => Observe(n => n.QueuedBytes), "By", "Leased bytes of the items that wait for a stage.");
        Meter.CreateObservableGauge("tissuenet_leased_bytes", ObserveLeases, "By", "Pixel memory leased.");
    }

    public static void Attach(PipelineGraph graph)
    {
        lock (Gate)
        {
            Graphs.Add(graph);
        }
    }

    public static void Detach(PipelineGraph graph)
    {
        lock (Gate)
        {
            Graphs.Remove(graph);
        }
    }

    private static Counter<long> Items(string what, string description) =>
        Meter.CreateCounter<long>($"tissuenet_stage_{what}_items_total", "{item}", description);

    private static List<Measurement<T>> Observe<T>(Func<GraphNode, T> read)
        where T : struct
    {
        lock (Gate)
        {
            return [.. Graphs.SelectMany(g => g.Nodes).Select(n => new Measurement<T>(read(n), n.Metrics.Tags))];
        }
    }

    private static List<Measurement<long>> ObserveLeases()
    {
        lock (Gate)
        {
            return [.. Graphs.Select(g => new Measurement<long>(g.Pool.LeasedBytes, new KeyValuePair<string, object?>("pipeline", g.Name)))];
        }
    }
}
