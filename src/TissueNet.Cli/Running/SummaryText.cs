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

    private const int MostWarnings = 10;

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

        WriteWarnings(terminal, summary);
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

    // Often all slides of a folder have the same: a line for each text, however many slides it is about.
    private static void WriteWarnings(Terminal terminal, RunSummary summary)
    {
        var texts = summary.Slides.SelectMany(slide => slide.Warnings, (slide, text) => (slide.Slide, Text: text))
            .GroupBy(warning => warning.Text, warning => warning.Slide, StringComparer.Ordinal)
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).ToList();
        foreach (IGrouping<string, string> text in texts.Take(MostWarnings))
        {
            string who = text.Count() == 1 ? text.Single() : $"{Figures.Count(text.Count())} slides";
            terminal.Error.WriteLine($"warning: {who}: {text.Key}");
        }

        if (texts.Count > MostWarnings)
        {
            terminal.Error.WriteLine($"warning: {Figures.Count(texts.Count - MostWarnings)} more; all are in the column warning of slides.csv.");
        }
    }
}
