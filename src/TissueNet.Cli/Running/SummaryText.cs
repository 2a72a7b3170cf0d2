using System.Globalization;
using TissueNet.Cli.Output;
using TissueNet.Stages;

namespace TissueNet.Cli.Running;

/// <summary>The end of a run, for people.</summary>
internal static class SummaryText
{
    /// <summary>Said at the first signal.</summary>
    public const string Stopping = "Stopping: slides in flight are given up, finished ones are kept. Signal again to end at once.";

    /// <summary>Said at the end of every run.</summary>
    public const string Disclaimer = "Research use only, not for diagnosis.";

    /// <summary>Writes the table, the reasons of failures, and where the files are.</summary>
    public static void Write(Terminal terminal, RunSummary summary)
    {
        terminal.WriteTable(
            ["slide", "status", "label", ">patches", ">seconds"],
            summary.Slides.OrderBy(slide => slide.Slide, StringComparer.Ordinal).Select(slide => (IReadOnlyList<string>)
            [
                slide.Slide,
                slide.Status.ToString().ToLowerInvariant(),
                slide.Label ?? "",
                Figures.Count(slide.Patches) + (slide.PatchesFailed > 0 ? $" ({Figures.Count(slide.PatchesFailed)} failed)" : ""),
                slide.Seconds.ToString("0.0", CultureInfo.InvariantCulture),
            ]));
        foreach (SlideSummary slide in summary.Slides.Where(slide => slide.Error is not null))
        {
            terminal.Error.WriteLine($"{slide.Slide} {slide.Status.ToString().ToLowerInvariant()}: {slide.Error}");
        }

        int failed = summary.Count(SlideStatus.Failed), skipped = summary.Count(SlideStatus.Skipped);
        terminal.Out.WriteLine(
            $"{summary.Count(SlideStatus.Succeeded)} of {summary.Slides.Count} slides succeeded"
            + (failed > 0 ? $", {failed} failed" : "")
            + (skipped > 0 ? $", {skipped} skipped" : "")
            + $"; {Figures.Count(summary.Patches)} patches in {Figures.Duration(summary.Duration)}"
            + $" ({Figures.Rate(summary.PatchesPerSecond)} patches/s).");
        if (summary.WasStopped)
        {
            terminal.Out.WriteLine("The run was stopped before its end.");
        }

        terminal.Out.WriteLine($"Files: {summary.Output}");
        terminal.Out.WriteLine(Disclaimer);
    }
}
