using System.Globalization;
using TissueNet.Cli.Output;
using TissueNet.Stages;

namespace TissueNet.Cli.Conversion;

/// <summary>The end of a conversion, for people.</summary>
internal static class ConvertText
{
    public const string Stopping = "Stopping; finished slides are kept, and the same command goes on with the others, with TIFF inside a slide too. Once more to stop at once.";

    /// <summary>Whether a slide was made now, had been made before, or failed.</summary>
    public static string Status(SlideStatus status) => status switch
    {
        SlideStatus.Succeeded => "converted",
        SlideStatus.Skipped => "there already",
        _ => "failed",
    };

    public static void Write(Terminal terminal, ConvertSummary summary)
    {
        terminal.WriteTable(
            ["slide", "status", ">width", ">height", ">levels", ">size", ">seconds"],
            summary.Slides.OrderBy(slide => slide.Slide, StringComparer.Ordinal).Select(slide => (IReadOnlyList<string>)
            [
                slide.Slide,
                Status(slide.Status),
                slide.Result is { } sized ? Figures.Count(sized.Width) : "",
                slide.Result is { } tall ? Figures.Count(tall.Height) : "",
                slide.Result is { Levels: > 0 } made ? Figures.Count(made.Levels) : "",
                slide.Result is { } stored ? Figures.Bytes(stored.Bytes) : "",
                slide.Seconds.ToString("0.0", CultureInfo.InvariantCulture),
            ]));
        foreach (ConvertedSlide slide in summary.Slides.Where(slide => slide.Error is not null))
        {
            terminal.Error.WriteLine($"{slide.Slide} failed: {slide.Error}");
        }

        int made = summary.Count(SlideStatus.Succeeded), there = summary.Count(SlideStatus.Skipped), failed = summary.Count(SlideStatus.Failed);
        double rate = summary.Duration > TimeSpan.Zero ? summary.Pixels / 1e6 / summary.Duration.TotalSeconds : 0;
        terminal.Out.WriteLine(
            $"{made} of {summary.Asked} slides converted"
            + (there > 0 ? $", {there} there already" : "")
            + (failed > 0 ? $", {failed} failed" : "")
            + $"; {Figures.Count(summary.Pixels / 1_000_000)} megapixels in {Figures.Duration(summary.Duration)} ({Figures.Rate(rate)} MP/s).");
        int withoutMpp = summary.Slides.Count(slide => slide.Result is { HasMpp: false });
        if (withoutMpp > 0)
        {
            terminal.Out.WriteLine($"Sources that do not say how large a pixel is: {withoutMpp}. Their results do not either; --mpp says it for them.");
        }

        if (summary.WasStopped)
        {
            terminal.Out.WriteLine("It was stopped before its end; the same command goes on from there.");
        }

        terminal.Out.WriteLine($"Files: {summary.Output}");
    }
}
