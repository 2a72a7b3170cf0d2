using System.Collections.Concurrent;
using TissueNet.Hosting;
using TissueNet.Stages;

namespace TissueNet.Cli.Running;

/// <summary>Runs a plan and shows it in a view.</summary>
internal sealed class WatchedRun(PipelineRunner runner, IRunView view, Interruption interruption, TimeProvider time)
{
    private readonly ConcurrentQueue<SlideSummary> slides = new();

    /// <summary>Slides that have ended, in the order in which they did.</summary>
    public IReadOnlyCollection<SlideSummary> Slides => slides;

    /// <summary>Runs to the end, or until a signal has drained the run.</summary>
    public async Task<RunOutcome> RunAsync(RunRequest request)
    {
        RunOutcome? outcome = null;
        interruption.BeginRun(view.Stopping);
        try
        {
            await view.ShowAsync(request.Plan.Name, request.OutputDirectory, async () =>
            {
                Task<RunOutcome> run = runner.RunAsync(request with { SlideFinished = OnSlideFinished }, interruption.Stop);
                await WatchAsync(run);
                outcome = await run;
            });
        }
        finally
        {
            interruption.EndRun();
        }

        return outcome!;
    }

    private void OnSlideFinished(SlideOutcome outcome)
    {
        SlideSummary summary = SlideSummary.From(outcome);
        slides.Enqueue(summary);
        view.SlideFinished(summary);
    }

    private async Task WatchAsync(Task run)
    {
        using var timer = new PeriodicTimer(view.Interval, time);
        Task<bool> tick = timer.WaitForNextTickAsync().AsTask();
        while (await Task.WhenAny(run, tick) == tick)
        {
            if (runner.Progress is { } progress)
            {
                view.Progress(progress);
            }

            tick = timer.WaitForNextTickAsync().AsTask();
        }
    }
}
