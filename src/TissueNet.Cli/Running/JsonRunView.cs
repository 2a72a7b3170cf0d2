using TissueNet.Cli.Output;
using TissueNet.Hosting;
using TissueNet.Stages;

namespace TissueNet.Cli.Running;

/// <summary>One JSON object per line: <c>run_started</c>, <c>progress</c>, <c>slide_finished</c>, <c>run_finished</c>.</summary>
internal sealed class JsonRunView(Terminal terminal) : IRunView
{
    private readonly Lock gate = new();

    /// <inheritdoc/>
    public TimeSpan Interval => TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public Task ShowAsync(string pipeline, string output, Func<Task> run)
    {
        Write(new { Event = "run_started", Pipeline = pipeline, Out = output });
        return run();
    }

    /// <inheritdoc/>
    public void Progress(RunProgress progress)
    {
        RunPace pace = RunPace.Of(progress);
        Write(new
        {
            Event = "progress",
            progress.Slides,
            progress.Succeeded,
            progress.Failed,
            progress.Patches,
            PatchesPerSecond = Math.Round(pace.PatchesPerSecond, 3),
            Seconds = Math.Round(progress.Elapsed.TotalSeconds, 3),
            EtaSeconds = pace.Remaining is { } left ? Math.Round(left.TotalSeconds, 1) : (double?)null,
            InFlight = progress.InFlight.Select(slide => new { Slide = slide.Name, slide.Regions, slide.Patches }),
        });
    }

    /// <inheritdoc/>
    public void SlideFinished(SlideSummary slide) => Write(new
    {
        Event = "slide_finished",
        slide.Slide,
        slide.Path,
        slide.Status,
        slide.Label,
        slide.Patches,
        slide.PatchesFailed,
        slide.Seconds,
        slide.Error,
        slide.Warnings,
    });

    /// <inheritdoc/>
    public void Note(string text)
    {
        lock (gate)
        {
            terminal.Error.WriteLine(text);
        }
    }

    /// <inheritdoc/>
    public void Stopping() => Note(SummaryText.Stopping);

    /// <inheritdoc/>
    public void Finished(RunSummary summary) => Write(new
    {
        Event = "run_finished",
        summary.ExitCode,
        Slides = summary.Slides.Count,
        Succeeded = summary.Count(SlideStatus.Succeeded),
        Failed = summary.Count(SlideStatus.Failed),
        Skipped = summary.Count(SlideStatus.Skipped),
        summary.Patches,
        Seconds = Math.Round(summary.Duration.TotalSeconds, 3),
        Stopped = summary.WasStopped,
        Out = summary.Output,
    });

    /// <inheritdoc/>
    public void Refused(int exitCode, string message) => Write(new { Event = "run_finished", ExitCode = exitCode, Error = message });

    private void Write<T>(T value)
    {
        lock (gate)
        {
            terminal.Out.WriteLine(JsonText.Line(value));
            terminal.Out.Flush(); // whoever reads the events reads them as they happen
        }
    }
}
