namespace TissueNet.Stages;

/// <summary>How one slide ended, with what its stages made.</summary>
/// <param name="Scope">The slide; <see cref="SlideScope.Result{T}"/> and <see cref="SlideScope.State{T}"/> hold its results.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Failure">Why it failed or was skipped; null when it succeeded.</param>
/// <param name="Duration">Time from opening to the end.</param>
public sealed record SlideOutcome(SlideScope Scope, SlideStatus Status, StageFailure? Failure, TimeSpan Duration);
