using TissueNet.Pipelines.Graph;
using TissueNet.Stages;

namespace TissueNet.Hosting;

/// <summary>Tells the reports of slides and of the run's end: one call at a time, summaries last, since they tell of the others' failures too.</summary>
internal sealed class ReportSequence(PipelineGraph graph) : IDisposable
{
    // How long the run's end waits for a report that is still at a slide after everything else has ended.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim gate = new(1, 1);
    private volatile bool closed;

    /// <summary>Tells all reports of a slide. A report that fails turns the slide into a failed one, for the reports after it.</summary>
    /// <param name="outcome">How the slide went.</param>
    /// <param name="finished">Told last.</param>
    /// <param name="limit">Cancelled when the run must end: a slide that then still waits for its turn is left to the reports' last call.</param>
    /// <returns>The outcome as it is in the end.</returns>
    public async Task<SlideOutcome> EndSlideAsync(SlideOutcome outcome, Action<SlideOutcome>? finished, CancellationToken limit)
    {
        try
        {
            await gate.WaitAsync(limit);
        }
        catch (OperationCanceledException)
        {
            return outcome;
        }

        try
        {
            if (closed)
            {
                return outcome;
            }

            foreach ((string id, IReport report, NodeMetrics metrics) in graph.Reports)
            {
                long begun = metrics.BeginCall();
                try
                {
                    await report.EndSlideAsync(outcome, limit);
                }
                catch (Exception exception)
                {
                    StageFailure failure = StageFailure.From(id, exception);
                    graph.Failures.FailSlide(outcome.Scope, failure);
                    outcome = outcome.Status == SlideStatus.Succeeded
                        ? outcome with { Status = SlideStatus.Failed, Failure = failure }
                        : outcome;
                }
                finally
                {
                    metrics.EndCall(begun);
                }
            }

            finished?.Invoke(outcome);
            return outcome;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Tells all reports that the run is over; all of them, also after one has failed.</summary>
    /// <exception cref="EnvironmentUnusableException">At least one report could not be written.</exception>
    public async Task EndRunAsync(RunOutcome outcome, TimeProvider time)
    {
        closed = true;
        using var patience = new CancellationTokenSource(Grace, time);
        try
        {
            await gate.WaitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            throw new EnvironmentUnusableException("A report is stuck at a slide, so the run's tables are not complete. Check the output folder's file system.");
        }

        List<StageFailure> failures = [];
        foreach ((string id, IReport report, _) in graph.Reports)
        {
            try
            {
                await report.EndRunAsync(outcome, CancellationToken.None);
            }
            catch (Exception exception)
            {
                failures.Add(StageFailure.From(id, exception));
            }
        }

        if (failures.Count > 0)
        {
            throw new EnvironmentUnusableException(string.Join(Environment.NewLine, failures), failures[0].Exception);
        }
    }

    public void Dispose() => gate.Dispose();
}
