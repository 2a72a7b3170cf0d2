using Spectre.Console;
using TissueNet.Cli.Output;
using TissueNet.Stages;

namespace TissueNet.Cli.Conversion;

/// <summary>Bars on a terminal: one for all and one per slide under way.</summary>
internal sealed class TerminalConvertView(Terminal terminal) : IConvertView
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
    public Task ShowAsync(int slides, string output, Func<Task> run) => terminal.Console.Progress()
        .AutoRefresh(false) // else a thread of its own draws, and an error of the terminal there ends the process
        .AutoClear(true)
        .HideCompleted(true)
        .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn())
        .StartAsync(async progress =>
        {
            context = progress;
            overall = progress.AddTask("opening", maxValue: 1);
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
    public void Progress(ConvertProgress progress)
    {
        lock (gate)
        {
            if (context is not { } live || overall is not { } total)
            {
                return;
            }

            string remaining = progress.Remaining is { } left ? $", {Figures.Duration(left)} left" : "";
            total.Description = Markup.Escape(
                $"{note}{progress.Ended}/{progress.Slides} slides, {Figures.Rate(progress.MegapixelsPerSecond)} MP/s{remaining}");
            total.Value = Math.Min(progress.Fraction, 0.999); // a full bar is hidden; this one stays to the end
            foreach ((string name, double fraction) in progress.InFlight)
            {
                if (!bars.TryGetValue(name, out ProgressTask? bar))
                {
                    bars[name] = bar = live.AddTask(Markup.Escape("  " + Short(name)), maxValue: 1);
                }

                bar.Value = Math.Min(0.999, fraction);
            }

            foreach (string gone in bars.Keys.Except(progress.InFlight.Select(slide => slide.Slide), StringComparer.Ordinal).ToList())
            {
                live.RemoveTask(bars[gone]);
                bars.Remove(gone);
            }

            live.Refresh();
        }
    }

    /// <inheritdoc/>
    public void SlideFinished(ConvertedSlide slide)
    {
        if (slide.Status == SlideStatus.Failed)
        {
            terminal.Console.MarkupLine($"[red]{Markup.Escape(slide.Slide)} failed[/]: {Markup.Escape(slide.Error ?? "")}");
        }
    }

    /// <inheritdoc/>
    public void Stopping()
    {
        note = "stopping: ";
        terminal.Console.WriteLine(ConvertText.Stopping); // through the console, which keeps the bars below it
    }

    /// <inheritdoc/>
    public void Finished(ConvertSummary summary) => ConvertText.Write(terminal, summary);

    private static string Short(string name) => name.Length <= NameWidth ? name : "…" + name[^(NameWidth - 1)..];
}
