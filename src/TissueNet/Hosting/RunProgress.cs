namespace TissueNet.Hosting;

/// <summary>How far a run is. A snapshot, cheap enough to take several times a second.</summary>
public sealed record RunProgress
{
    /// <summary>Slides in the run.</summary>
    public required int Slides { get; init; }

    /// <summary>Slides that ended, by success.</summary>
    public required int Succeeded { get; init; }

    /// <summary>Slides that failed.</summary>
    public required int Failed { get; init; }

    /// <summary>Patches inferred so far, all slides.</summary>
    public required long Patches { get; init; }

    /// <summary>Time since the run began.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Slides in flight, with the regions expected (0 while unknown) and the patches inferred of each.</summary>
    public required IReadOnlyList<(string Name, long Regions, long Patches)> InFlight { get; init; }
}
