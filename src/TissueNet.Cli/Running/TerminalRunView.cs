using Spectre.Console;
using TissueNet.Cli.Output;
using TissueNet.Hosting;
using TissueNet.Stages;

namespace TissueNet.Cli.Running;

/// <summary>Bars on a terminal: one for the run and one per slide in flight.</summary>
internal sealed class TerminalRunView(Terminal terminal) : IRunView
{
    private const int NameWidth = 32;
    private readonly Lock gate = new();
    private readonly Dictionary<string, ProgressTask> bars = new(StringComparer.Ordinal);
    private ProgressContext? context;
    private ProgressTask? overall;
    private string note = "";

    /// <inheritdoc/>
    public TimeSpan Interval => TimeSpan.FromMilliseconds(200);

    /// <inheritdoc/>
    public Task ShowAsync(string pipeline, string output, Func<Task> run) => terminal.Console.Progress()
        .AutoRefresh(false) // else a thread of its own draws, and an error of the terminal there ends the process
        .AutoClear(true)
        .HideCompleted(true)
        .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn())
        .StartAsync(async progress =>
        {
            context = progress;
            overall = progress.AddTask(Markup.Escape($"opening '{pipeline}'"), maxValue: 1);
            progress.Refresh();
            try
            {
                await run();
            }
            finally
            {
                context = null;
            }
        });

    /// <inheritdoc/>
    public void Progress(RunProgress progress)
    {
        lock (gate)
        {
            if (context is not { } live || overall is not { } total)
            {
                return;
            }

            RunPace pace = RunPace.Of(progress);
            string remaining = pace.Remaining is { } left ? $", {Figures.Duration(left)} left" : "";
            total.Description = Markup.Escape(
                $"{note}{progress.Succeeded + progress.Failed}/{progress.Slides} slides, {Figures.Count(progress.Patches)} patches, "
                + $"{Figures.Rate(pace.PatchesPerSecond)} patches/s{remaining}");
            total.Value = Math.Min(pace.Fraction, 0.999); // a full bar is hidden; this one stays to the end
            foreach ((string name, long regions, long patches) in progress.InFlight)
            {
                if (!bars.TryGetValue(name, out ProgressTask? bar))
                {
                    bars[name] = bar = live.AddTask(Markup.Escape(Short(name)), maxValue: 1);
                }

                bar.IsIndeterminate = regions == 0;
                bar.Value = regions == 0 ? 0 : Math.Min(0.999, (double)patches / regions);
                bar.Description = Markup.Escape(regions == 0 ? $"  {Short(name)}" : $"  {Short(name)} {Figures.Count(patches)}/{Figures.Count(regions)}");
            }

            foreach (string gone in bars.Keys.Except(progress.InFlight.Select(slide => slide.Name), StringComparer.Ordinal).ToList())
            {
                live.RemoveTask(bars[gone]);
                bars.Remove(gone);
            }

            live.Refresh();
        }
    }

    /// <inheritdoc/>
    public void SlideFinished(SlideSummary slide)
    {
        if (slide.Status == SlideStatus.Failed)
        {
            terminal.Console.MarkupLine($"[red]{Markup.Escape(slide.Slide)} failed[/]: {Markup.Escape(slide.Error ?? "")}");
        }
    }

    /// <inheritdoc/>
    public void Note(string text) => terminal.Console.WriteLine(text); // through the console, which keeps the bars below it

    /// <inheritdoc/>
    public void Stopping()
    {
        note = "stopping: ";
        Note(SummaryText.Stopping);
    }

    /// <inheritdoc/>
    public void Refused(int exitCode, string message)
    {
        // People read it on the error stream.
    }

    /// <inheritdoc/>
    public void Finished(RunSummary summary) => SummaryText.Write(terminal, summary);

    private static string Short(string name) => name.Length <= NameWidth ? name : "…" + name[^(NameWidth - 1)..];
}
