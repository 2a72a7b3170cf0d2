using TissueNet.Hosting;

namespace TissueNet.Cli.Running;

/// <summary>How fast a run goes and when it will end, as far as can be told.</summary>
/// <param name="Fraction">Part of the run that is done, 0–1; a slide in flight counts by its patches.</param>
/// <param name="PatchesPerSecond">Patches inferred per second since the start.</param>
/// <param name="Remaining">Time left; null while too little is known.</param>
internal sealed record RunPace(double Fraction, double PatchesPerSecond, TimeSpan? Remaining)
{
    // Earlier estimates jump about: the first slide's mask is made before its first patch.
    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(2);

    /// <summary>Reads the pace from a snapshot.</summary>
    public static RunPace Of(RunProgress progress)
    {
        double done = progress.Succeeded + progress.Failed
            + progress.InFlight.Sum(slide => slide.Regions > 0 ? Math.Min(1.0, (double)slide.Patches / slide.Regions) : 0);
        double fraction = progress.Slides > 0 ? Math.Min(1, done / progress.Slides) : 0;
        double seconds = progress.Elapsed.TotalSeconds;
        return new RunPace(
            fraction,
            seconds > 0 ? progress.Patches / seconds : 0,
            fraction > 0 && progress.Elapsed >= Warmup ? progress.Elapsed * ((1 - fraction) / fraction) : null);
    }
}
