using TissueNet.Cli.Output;
using TissueNet.Stages;

namespace TissueNet.Cli.Conversion;

/// <summary>Plain lines: one at the start, one per finished slide, one every few seconds.</summary>
internal sealed class PlainConvertView(Terminal terminal) : IConvertView
{
    private readonly Lock gate = new();

    /// <inheritdoc/>
    public TimeSpan Interval => TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public Task ShowAsync(int slides, string output, Func<Task> run)
    {
        Write($"Converting {Figures.Count(slides)} {(slides == 1 ? "slide" : "slides")} into '{output}'.");
        return run();
    }

    /// <inheritdoc/>
    public void Progress(ConvertProgress progress)
    {
        string remaining = progress.Remaining is { } left ? $", {Figures.Duration(left)} left" : "";
        string slides = string.Concat(progress.InFlight.Select(slide => $"; {slide.Slide} {Figures.Percent(slide.Fraction)}"));
        Write($"{Figures.Duration(progress.Elapsed)}: {progress.Ended} of {progress.Slides} slides, "
            + $"{Figures.Rate(progress.MegapixelsPerSecond)} MP/s{remaining}{slides}");
    }

    /// <inheritdoc/>
    public void SlideFinished(ConvertedSlide slide) => Write(slide.Status == SlideStatus.Failed
        ? $"{slide.Slide}: failed: {slide.Error}"
        : $"{slide.Slide}: {ConvertText.Status(slide.Status)}, {Figures.Bytes(slide.Result!.Bytes)}");

    /// <inheritdoc/>
    public void Stopping()
    {
        lock (gate)
        {
            terminal.Error.WriteLine(ConvertText.Stopping);
        }
    }

    /// <inheritdoc/>
    public void Finished(ConvertSummary summary) => ConvertText.Write(terminal, summary);

    private void Write(string line)
    {
        lock (gate)
        {
            terminal.Out.WriteLine(line);
        }
    }
}
