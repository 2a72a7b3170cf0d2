using Microsoft.Extensions.Logging;
using TissueNet.Pipelines.Graph;
using TissueNet.Slides;
using TissueNet.Stages;

namespace TissueNet.Hosting;

/// <summary>
/// Takes slides through a graph, as many at once as <c>open_slides</c> says. Every slide is reported once: by the task that ran it, or as
/// skipped by the loop when the run was stopped and the task did not end within the drain time. Who claims it first reports it.
/// </summary>
internal sealed class SlideLoop(
    PipelineGraph graph, RunState run, ReportSequence reports, RunRequest request, TimeProvider time, ILogger logger)
{
    /// <summary>Runs all slides.</summary>
    /// <param name="slides">Paths and names.</param>
    /// <param name="stop">Cancelled when the run is stopped.</param>
    /// <param name="limit">Cancelled when the drain time after a stop is over.</param>
    /// <returns>Whether every slide's task has ended; if not, stages still run and nothing of theirs may be disposed.</returns>
    public async Task<bool> RunAsync(IReadOnlyList<(string Path, string Name)> slides, CancellationToken stop, CancellationToken limit)
    {
        // Not disposed: an abandoned slide's task may still release it.
        var gate = new SemaphoreSlim(request.Plan.Run.OpenSlides);
        List<Task> running = [];
        for (int i = 0; i < slides.Count; i++)
        {
            var scope = new SlideScope(i, slides[i].Name, slides[i].Path, stop);
            if (await EnterAsync(gate, stop))
            {
                run.Begin(scope);
                running.RemoveAll(t => t.IsCompletedSuccessfully);
                running.Add(Task.Run(() => ProcessAsync(scope, gate, limit), CancellationToken.None));
            }
            else
            {
                await EndAsync(Skipped(scope, "The run was stopped before this slide was begun."), limit);
            }
        }

        Task all = Task.WhenAll(running);
        if (await Task.WhenAny(all, Task.Delay(Timeout.InfiniteTimeSpan, limit)) == all)
        {
            await all;
            return true;
        }

        foreach (SlideScope scope in run.InFlight.Where(run.TryClaim))
        {
            string holders = string.Join(", ", graph.WhatHolds(scope));
            string drain = FormattableString.Invariant($"{request.Plan.Run.Drain.TotalSeconds:0.#} s");
            await EndAsync(Skipped(scope, $"The run was stopped, but these did not let go within {drain}: {holders}."), limit);
        }

        return false;
    }

    private static async Task<bool> EnterAsync(SemaphoreSlim gate, CancellationToken stop)
    {
        try
        {
            await gate.WaitAsync(stop);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static SlideOutcome Outcome(SlideScope scope, TimeSpan duration) =>
        scope.Failure is { } failure ? new(scope, SlideStatus.Failed, failure, duration)
        : scope.IsPoisoned ? Skipped(scope, "The run was stopped while this slide was in flight.") with { Duration = duration }
        : new(scope, SlideStatus.Succeeded, null, duration);

    private static SlideOutcome Skipped(SlideScope scope, string why) =>
        new(scope, SlideStatus.Skipped, new StageFailure("run", why, "Run it again.", null, null), TimeSpan.Zero);

    private async Task ProcessAsync(SlideScope scope, SemaphoreSlim gate, CancellationToken limit)
    {
        long begun = time.GetTimestamp();
        try
        {
            await graph.ProcessAsync(new SlideFile(scope));
            if (run.TryClaim(scope))
            {
                await EndAsync(Outcome(scope, time.GetElapsedTime(begun)), limit);
            }
        }
        catch (Exception exception)
        {
            // Only the engine itself can fail here. The slide gets its row before the run ends over it.
            if (run.TryClaim(scope))
            {
                await EndAsync(new(scope, SlideStatus.Failed, StageFailure.From("engine", exception), time.GetElapsedTime(begun)), limit);
            }

            throw;
        }
        finally
        {
            Release(scope);
            gate.Release();
        }
    }

    private async Task EndAsync(SlideOutcome outcome, CancellationToken limit) =>
        run.End(await reports.EndSlideAsync(outcome, request.SlideFinished, limit));

    // A resource that cannot be closed must cost neither the slide's result nor the next slide's turn.
    private void Release(SlideScope scope)
    {
        try
        {
            scope.Dispose();
        }
        catch (Exception exception)
        {
            logger.LogError(exception, "Slide {Slide}: its resources could not be closed.", scope.Name);
        }
    }
}
