using System.Collections.Concurrent;
using TissueNet.Pipelines;
using TissueNet.Stages;

namespace TissueNet.Cli.Running;

/// <summary>Runs a plan and shows it in a view.</summary>
internal sealed class WatchedRun(IPipelineRunner runner, IRunView view, Interruption interruption, TimeProvider time)
{
    private readonly ConcurrentQueue<SlideSummary> slides = new();

    /// <summary>Slides that have ended, in the order in which they did.</summary>
    public IReadOnlyCollection<SlideSummary> Slides => slides;

    /// <summary>Runs to the end, or until a signal has drained the run.</summary>
    public async Task<RunOutcome> RunAsync(PipelinePlan plan, string output, int? limit)
    {
        RunOutcome? outcome = null;
        runner.SlideFinished += OnSlideFinished;
        interruption.BeginRun(view.Stopping);
        try
        {
            await view.ShowAsync(plan.Name, output, async () =>
            {
                Task<RunOutcome> run = runner.RunAsync(plan, output, limit, interruption.Stop);
                await WatchAsync(run);
                outcome = await run;
            });
        }
        finally
        {
            interruption.EndRun();
            runner.SlideFinished -= OnSlideFinished;
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
