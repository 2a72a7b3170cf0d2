using System.Text.Json.Serialization;

namespace TissueNet.Stages;

/// <summary>What one stage did in a run. Counted on inputs: received = completed + filtered + discarded + failed once the run is over.</summary>
public sealed record StageCounters
{
    /// <summary>The stage's id in the pipeline.</summary>
    public required string StageId { get; init; }

    /// <summary>The stage's name in the catalog.</summary>
    public required string StageName { get; init; }

    /// <summary>Items that arrived.</summary>
    public long Received { get; init; }

    /// <summary>Items processed that led to output, or were taken in by a batch or a collector.</summary>
    public long Completed { get; init; }

    /// <summary>Items processed that led to no output.</summary>
    public long Filtered { get; init; }

    /// <summary>Items disposed unprocessed, since their slide had failed or the run was stopped.</summary>
    public long Discarded { get; init; }

    /// <summary>Items on which the stage failed.</summary>
    public long Failed { get; init; }

    /// <summary>Items emitted, counted once however many consumers they have.</summary>
    public long Emitted { get; init; }

    /// <summary>Calls of a batch stage.</summary>
    public long Batches { get; init; }

    /// <summary>Calls that run at once at most.</summary>
    public int Parallel { get; init; }

    /// <summary>Bound of the input queue, in items.</summary>
    public int QueueCapacity { get; init; }

    /// <summary>Seconds spent in the stage's own code, summed over its parallel calls, without the waits below.</summary>
    public double BusySeconds { get; init; }

    /// <summary>Seconds in which its calls were idle for want of input, summed over its parallel calls.</summary>
    public double InputWaitSeconds { get; init; }

    /// <summary>Seconds spent waiting for room downstream or for leased memory, summed over its parallel calls.</summary>
    public double OutputWaitSeconds { get; init; }

    /// <summary>Stored tiles decoded, once for each time; null for a stage that opens no slides.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? TilesDecoded { get; init; }

    /// <summary>Distinct stored tiles that were needed, on each slide, level and shrink factor; null for a stage that opens no slides.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? TilesTouched { get; init; }

    /// <summary>Mean fill of the input queue, 0–1, sampled as items arrive.</summary>
    public double QueueFill { get; init; }
}
