namespace TissueNet.Stages;

/// <summary>
/// Writes what a run leaves behind. Called for each slide when it is done and once when the run is done. A report that wants
/// single items as they pass implements <see cref="IReport{TItem}"/> as well.
/// </summary>
public interface IReport
{
    /// <summary>Prepares the report: creates folders, checks that they can be written. What it throws ends the run with exit code 3.</summary>
    /// <param name="cancellation">Signalled when the run is stopped.</param>
    ValueTask OpenAsync(CancellationToken cancellation) => default;

    /// <summary>
    /// Called once per slide, one slide at a time, after all of its items have passed, for failed and skipped slides too. What it throws fails the slide.
    /// </summary>
    /// <param name="outcome">How it went, and the slide's results.</param>
    /// <param name="cancellation">Signalled when the run must end at once.</param>
    ValueTask EndSlideAsync(SlideOutcome outcome, CancellationToken cancellation) => default;

    /// <summary>Called once, after the last slide, however the run ended.</summary>
    /// <param name="outcome">All slides and the stages' counters.</param>
    /// <param name="cancellation">Signalled when the run must end at once.</param>
    ValueTask EndRunAsync(RunOutcome outcome, CancellationToken cancellation) => default;
}
