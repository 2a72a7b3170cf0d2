using TissueNet.Pipelines.Graph;
using TissueNet.Stages;

namespace TissueNet.Hosting;

/// <summary>Tells the reports of slides and of the run's end: one call at a time, summaries last, since they tell of the others' failures too.</summary>
internal sealed class ReportSequence(PipelineGraph graph) : IDisposable
{
    private readonly SemaphoreSlim gate = new(1, 1);

    /// <summary>Tells all reports of a slide. A report that fails turns the slide into a failed one, for the reports after it.</summary>
    /// <returns>The outcome as it is in the end.</returns>
    public async Task<SlideOutcome> EndSlideAsync(SlideOutcome outcome, Action<SlideOutcome>? finished)
    {
        await gate.WaitAsync();
        try
        {
            foreach ((string id, IReport report) in graph.Reports)
            {
                try
                {
                    await report.EndSlideAsync(outcome, CancellationToken.None);
                }
                catch (Exception exception)
                {
                    StageFailure failure = StageFailure.From(id, exception);
                    graph.Failures.FailSlide(outcome.Scope, failure);
                    outcome = outcome.Status == SlideStatus.Succeeded
                        ? outcome with { Status = SlideStatus.Failed, Failure = failure }
                        : outcome;
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
    public async Task EndRunAsync(RunOutcome outcome)
    {
        List<StageFailure> failures = [];
        foreach ((string id, IReport report) in graph.Reports)
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
