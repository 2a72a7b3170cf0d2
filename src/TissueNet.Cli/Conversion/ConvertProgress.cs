namespace TissueNet.Cli.Conversion;

/// <summary>How far a conversion of slides is.</summary>
internal sealed record ConvertProgress
{
    // Earlier estimates jump about.
    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(2);

    /// <summary>Slides in all.</summary>
    public required int Slides { get; init; }

    /// <summary>Slides that have ended, in whatever way.</summary>
    public required int Ended { get; init; }

    /// <summary>Slides that have failed.</summary>
    public required int Failed { get; init; }

    /// <summary>Slides that earlier runs have converted, with the parts of others that they have done.</summary>
    public double Earlier { get; init; }

    /// <summary>Pixels of the sources that were worked on in this process.</summary>
    public required long Pixels { get; init; }

    /// <summary>Since the start.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Slides under way, and which part of each is done, 0–1.</summary>
    public required IReadOnlyList<(string Slide, double Fraction)> InFlight { get; init; }

    /// <summary>Part of all that is done, 0–1; slides count alike.</summary>
    public double Fraction => Slides > 0 ? Math.Min(1, (Ended + InFlight.Sum(s => s.Fraction)) / Slides) : 0;

    /// <summary>Megapixels per second.</summary>
    public double MegapixelsPerSecond => Elapsed > TimeSpan.Zero ? Pixels / 1e6 / Elapsed.TotalSeconds : 0;

    /// <summary>Time left, at the pace of this run; null while too little is known.</summary>
    public TimeSpan? Remaining =>
        Slides > 0 && Fraction - (Earlier / Slides) is > 0 and double own && Elapsed >= Warmup ? Elapsed * ((1 - Fraction) / own) : null;
}
