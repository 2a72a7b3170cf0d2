using TissueNet.Cli.Output;
using TissueNet.Stages;

namespace TissueNet.Cli.Conversion;

/// <summary>One JSON object per line: <c>convert_started</c>, <c>progress</c>, <c>slide_finished</c>, <c>convert_finished</c>.</summary>
internal sealed class JsonConvertView(Terminal terminal) : IConvertView
{
    private readonly Lock gate = new();

    /// <inheritdoc/>
    public TimeSpan Interval => TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public Task ShowAsync(int slides, string output, Func<Task> run)
    {
        Write(new { Event = "convert_started", Slides = slides, Out = output });
        return run();
    }

    /// <inheritdoc/>
    public void Progress(ConvertProgress progress) => Write(new
    {
        Event = "progress",
        progress.Slides,
        progress.Ended,
        progress.Failed,
        Megapixels = progress.Pixels / 1_000_000,
        MegapixelsPerSecond = Math.Round(progress.MegapixelsPerSecond, 1),
        Seconds = Math.Round(progress.Elapsed.TotalSeconds, 3),
        EtaSeconds = progress.Remaining is { } left ? Math.Round(left.TotalSeconds, 1) : (double?)null,
        InFlight = progress.InFlight.Select(slide => new { slide.Slide, Done = Math.Round(slide.Fraction, 4) }),
    });

    /// <inheritdoc/>
    public void SlideFinished(ConvertedSlide slide) => Write(new
    {
        Event = "slide_finished",
        slide.Slide,
        slide.Path,
        slide.Status,
        slide.Result?.Output,
        slide.Result?.Bytes,
        slide.Result?.Width,
        slide.Result?.Height,
        HasMpp = slide.Result?.HasMpp,
        Seconds = Math.Round(slide.Seconds, 3),
        slide.Error,
    });

    /// <inheritdoc/>
    public void Stopping()
    {
        lock (gate)
        {
            terminal.Error.WriteLine(ConvertText.Stopping);
        }
    }

    /// <inheritdoc/>
    public void Finished(ConvertSummary summary) => Write(new
    {
        Event = "convert_finished",
        summary.ExitCode,
        Slides = summary.Asked,
        Succeeded = summary.Count(SlideStatus.Succeeded),
        Skipped = summary.Count(SlideStatus.Skipped),
        Failed = summary.Count(SlideStatus.Failed),
        Megapixels = summary.Pixels / 1_000_000,
        Seconds = Math.Round(summary.Duration.TotalSeconds, 3),
        Stopped = summary.WasStopped,
        Out = summary.Output,
    });

    private void Write<T>(T value)
    {
        lock (gate)
        {
            terminal.Out.WriteLine(JsonText.Line(value));
            terminal.Out.Flush(); // whoever reads the events reads them as they happen
        }
    }
}
