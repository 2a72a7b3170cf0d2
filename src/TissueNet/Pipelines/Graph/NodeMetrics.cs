using System.Diagnostics;
using TissueNet.Stages;

namespace TissueNet.Pipelines.Graph;

/// <summary>Counts what one node does, for the run's report and for the meter.</summary>
internal sealed class NodeMetrics(string pipeline, string id, string name, int parallel, int capacity, TimeProvider time)
{
    private readonly TagList tags = new() { { "pipeline", pipeline }, { "stage", id } };
    private readonly long started = time.GetTimestamp();
    private long received;
    private long completed;
    private long filtered;
    private long discarded;
    private long failed;
    private long emitted;
    private long batches;
    private long callTicks;
    private long waitTicks;
    private long fillSum;
    private long tilesDecoded;
    private long tilesTouched;
    private int countsTiles;
    private int running;
    private long ended;

    public string Id => id;

    public ref readonly TagList Tags => ref tags;

    /// <summary>Calls into the stage that run now.</summary>
    public int Running => Volatile.Read(ref running);

    public void Received(int queued)
    {
        Interlocked.Increment(ref received);
        Interlocked.Add(ref fillSum, queued);
        PipelineMeter.Received.Add(1, tags);
    }

    public void Completed(int items = 1) => Count(ref completed, PipelineMeter.Completed, items);

    public void Filtered(int items = 1) => Count(ref filtered, PipelineMeter.Filtered, items);

    public void Discarded(int items = 1) => Count(ref discarded, PipelineMeter.Discarded, items);

    public void Failed(int items = 1) => Count(ref failed, PipelineMeter.Failed, items);

    public void Emitted() => Interlocked.Increment(ref emitted);

    public void Batch() => Interlocked.Increment(ref batches);

    /// <summary>Notes the begin of a call into the stage.</summary>
    public long BeginCall()
    {
        Interlocked.Increment(ref running);
        return time.GetTimestamp();
    }

    /// <summary>Notes the end of a call.</summary>
    public void EndCall(long begun)
    {
        Interlocked.Decrement(ref running);
        Interlocked.Add(ref callTicks, time.GetTimestamp() - begun);
    }

    /// <summary>Notes time spent waiting inside a call: for room downstream, or for memory.</summary>
    public void Waited(long since)
    {
        long ticks = time.GetTimestamp() - since;
        Interlocked.Add(ref waitTicks, ticks);
        PipelineMeter.OutputWait.Add(Seconds(ticks), tags);
    }

    /// <summary>Notes stored tiles that a slide's reader decoded, and how many distinct ones were needed.</summary>
    public void CountTiles(long decoded, long touched)
    {
        Interlocked.Add(ref tilesDecoded, decoded);
        Interlocked.Add(ref tilesTouched, touched);
        Volatile.Write(ref countsTiles, 1);
    }

    public long Now() => time.GetTimestamp();

    /// <summary>Stops the clock that input wait is measured by.</summary>
    public void Stop() => Interlocked.CompareExchange(ref ended, time.GetTimestamp(), 0);

    public StageCounters Snapshot()
    {
        long end = Interlocked.Read(ref ended);
        double wall = Seconds((end == 0 ? time.GetTimestamp() : end) - started);
        double wait = Seconds(Interlocked.Read(ref waitTicks));
        double busy = Math.Max(0, Seconds(Interlocked.Read(ref callTicks)) - wait);
        long count = Interlocked.Read(ref received);
        return new StageCounters
        {
            StageId = id,
            StageName = name,
            Received = count,
            Completed = Interlocked.Read(ref completed),
            Filtered = Interlocked.Read(ref filtered),
            Discarded = Interlocked.Read(ref discarded),
            Failed = Interlocked.Read(ref failed),
            Emitted = Interlocked.Read(ref emitted),
            Batches = Interlocked.Read(ref batches),
            Parallel = parallel,
            QueueCapacity = capacity,
            BusySeconds = busy,
            OutputWaitSeconds = wait,
            InputWaitSeconds = Math.Max(0, (wall * parallel) - busy - wait),
            TilesDecoded = Volatile.Read(ref countsTiles) == 1 ? Interlocked.Read(ref tilesDecoded) : null,
            TilesTouched = Volatile.Read(ref countsTiles) == 1 ? Interlocked.Read(ref tilesTouched) : null,
            QueueFill = count == 0 ? 0 : Math.Min(1, Interlocked.Read(ref fillSum) / ((double)count * capacity)),
        };
    }

    private double Seconds(long ticks) => ticks / (double)time.TimestampFrequency;

    private void Count(ref long field, System.Diagnostics.Metrics.Counter<long> counter, int items)
    {
        Interlocked.Add(ref field, items);
        counter.Add(items, tags);
    }
}
