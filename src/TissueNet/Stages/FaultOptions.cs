using System.ComponentModel.DataAnnotations;

namespace TissueNet.Stages;

/// <summary>Options of the fault-injection stages.</summary>
public record FaultOptions
{
    /// <summary>Fails on every item after this many. 0 or more; default: never.</summary>
    [Range(0, long.MaxValue), Unit("items")]
    public long? ErrorAfter { get; init; }

    /// <summary>Share of items to fail on. 0–100 %; default 0 %.</summary>
    [Range(0.0, 1.0)]
    public Share Error { get; init; }

    /// <summary>Share of items to drop without a word. 0–100 %; default 0 %.</summary>
    [Range(0.0, 1.0)]
    public Share Drop { get; init; }

    /// <summary>Time each item is held up. Default 0 s.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Hangs on every item after this many, until the slide fails or the run is stopped. 0 or more; default: never.</summary>
    [Range(0, long.MaxValue), Unit("items")]
    public long? HangAfter { get; init; }

    /// <summary>Picks other items. Default 0.</summary>
    public int Seed { get; init; }
}
