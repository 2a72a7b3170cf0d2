using TissueNet.Cli.Output;
using TissueNet.Hosting;
using TissueNet.Stages;

namespace TissueNet.Cli.Running;

/// <summary>Plain lines: one at the start, one per finished slide, one every few seconds.</summary>
internal sealed class PlainRunView(Terminal terminal) : IRunView
{
    private readonly Lock gate = new();

    /// <inheritdoc/>
    public TimeSpan Interval => TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public Task ShowAsync(string pipeline, string output, Func<Task> run)
    {
        Write($"Running '{pipeline}' into '{output}'.");
        return run();
    }

    /// <inheritdoc/>
    public void Progress(RunProgress progress)
    {
        RunPace pace = RunPace.Of(progress);
        string remaining = pace.Remaining is { } left ? $", {Figures.Duration(left)} left" : "";
        Write($"{Figures.Duration(progress.Elapsed)}: {progress.Succeeded + progress.Failed} of {progress.Slides} slides, "
            + $"{Figures.Count(progress.Patches)} patches, {Figures.Rate(pace.PatchesPerSecond)} patches/s{remaining}");
    }

    /// <inheritdoc/>
    public void SlideFinished(SlideSummary slide) => Write(slide.Status == SlideStatus.Failed
        ? $"{slide.Slide}: failed: {slide.Error}"
        : $"{slide.Slide}: {slide.Status.ToString().ToLowerInvariant()}, {Figures.Count(slide.Patches)} patches"
            + (slide.Label is null ? "" : $", {slide.Label}"));

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
    public void Refused(int exitCode, string message)
    {
        // People read it on the error stream.
    }

    /// <inheritdoc/>
    public void Finished(RunSummary summary) => SummaryText.Write(terminal, summary);

    private void Write(string line)
    {
        lock (gate)
        {
            terminal.Out.WriteLine(line);
        }
    }
}
