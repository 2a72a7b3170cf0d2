using System.Text.Json.Serialization;
using TissueNet.Stages;

namespace TissueNet.Cli.Profiling;

/// <summary>How a stage spent a run. Shares are of its calls' whole time: parallel calls × seconds of the run.</summary>
internal sealed record StageShare
{
    /// <summary>The stage's id.</summary>
    public required string Id { get; init; }

    /// <summary>Items that it took on.</summary>
    public long Items { get; init; }

    /// <summary>Items per second of the run.</summary>
    public double ItemsPerSecond { get; init; }

    /// <summary>Share of the time spent in its own code, 0–1.</summary>
    public double Busy { get; init; }

    /// <summary>Share of the time without input, 0–1.</summary>
    public double InputWait { get; init; }

    /// <summary>Share of the time waiting for room downstream or for pixel memory, 0–1.</summary>
    public double OutputWait { get; init; }

    /// <summary>Mean fill of its input queue, 0–1.</summary>
    public double QueueFill { get; init; }

    /// <summary>Stored tiles decoded; null for a stage that opens no slides.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? TilesDecoded { get; init; }

    /// <summary>Distinct stored tiles needed; null for a stage that opens no slides.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? TilesTouched { get; init; }

    /// <summary>Reads a stage's counters.</summary>
    /// <param name="counters">The counters.</param>
    /// <param name="seconds">Duration of the run.</param>
    public static StageShare Of(StageCounters counters, double seconds)
    {
        double whole = Math.Max(1, counters.Parallel) * seconds;
        long items = counters.Completed + counters.Filtered + counters.Failed;
        double busy = Math.Min(1, Part(counters.BusySeconds, whole)), outputWait = Math.Min(1 - busy, Part(counters.OutputWaitSeconds, whole));
        return new StageShare
        {
            Id = counters.StageId,
            Items = items,
            ItemsPerSecond = Part(items, seconds),
            Busy = busy,
            OutputWait = outputWait,

            // The rest, and not the counter: that one began when the stage was opened, before the measured time did.
            InputWait = Math.Round(1 - busy - outputWait, 4),
            QueueFill = counters.QueueFill,
            TilesDecoded = counters.TilesDecoded,
            TilesTouched = counters.TilesTouched,
        };
    }

    private static double Part(double part, double whole) => whole > 0 ? Math.Round(part / whole, 4) : 0;
}
