namespace TissueNet.Stages;

/// <summary>What all stages have in common. Implement <see cref="IStage{TInput,TOutput}"/> or <see cref="IBatchStage{TInput,TOutput}"/>.</summary>
/// <remarks>
/// One instance serves the whole run; its <c>ProcessAsync</c> is called by up to <c>parallel</c> callers at once. A stage that
/// implements <see cref="IDisposable"/> or <see cref="IAsyncDisposable"/> is disposed when the run ends, however it ends.
/// </remarks>
public interface IStage
{
    /// <summary>
    /// Prepares the stage: loads models, checks files. Called once, before the first slide is opened; what it throws ends the run
    /// with exit code 3.
    /// </summary>
    /// <param name="cancellation">Signalled when the run is stopped.</param>
    ValueTask OpenAsync(CancellationToken cancellation) => default;
}
