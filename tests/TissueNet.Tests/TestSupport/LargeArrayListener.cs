using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
using System.Globalization;

namespace TissueNet.Tests.TestSupport;

/// <summary>
/// Notes arrays on the large object heap, by the runtime's allocation events: one for each 100 KB or so that a heap hands out, so that large
/// arrays do not escape. Events arrive later than they happen, in order.
/// </summary>
public sealed class LargeArrayListener : EventListener
{
    private const EventKeywords Gc = (EventKeywords)1;
    private const long LargeKind = 1;
    private readonly ConcurrentQueue<(long Thread, string Type)> seen = new();

    /// <summary>Large allocations that have arrived so far: the system's thread, and the type.</summary>
    public IReadOnlyList<(long Thread, string Type)> Seen => [.. seen];

    /// <inheritdoc/>
    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "Microsoft-Windows-DotNETRuntime")
        {
            EnableEvents(eventSource, EventLevel.Verbose, Gc);
        }
    }

    /// <inheritdoc/>
    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        // Called by the base constructor already, before the queue is there.
        if (seen is not null && eventData.EventName?.StartsWith("GCAllocationTick", StringComparison.Ordinal) == true
            && Convert.ToInt64(Value(eventData, "AllocationKind"), CultureInfo.InvariantCulture) == LargeKind)
        {
            seen.Enqueue((eventData.OSThreadId, Value(eventData, "TypeName")?.ToString() ?? ""));
        }
    }

    private static object? Value(EventWrittenEventArgs data, string name) => data.Payload![data.PayloadNames!.IndexOf(name)];
}
