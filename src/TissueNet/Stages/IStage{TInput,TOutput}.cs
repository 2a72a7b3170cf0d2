namespace TissueNet.Stages;

/// <summary>A stage that turns each input item into zero or more output items.</summary>
/// <typeparam name="TInput">Payload it takes.</typeparam>
/// <typeparam name="TOutput">Payload it emits.</typeparam>
public interface IStage<in TInput, TOutput> : IStage
    where TInput : class, IPayload
    where TOutput : class, IPayload
{
    /// <summary>
    /// Processes one item. The engine disposes the item afterwards (see <see cref="LeasedPayload"/>), so keep nothing of it without
    /// <see cref="LeasedPayload.Retain"/>; emitting the very item again is fine. If nothing is emitted, the item counts as filtered.
    /// </summary>
    /// <param name="item">The input.</param>
    /// <param name="output">Where results go; emitting waits while the next stage is full.</param>
    /// <param name="cancellation">Signalled when this slide has failed or the run is stopped; pass it on, or ignore it.</param>
    /// <exception cref="StageException">The item cannot be processed; the message says what was found, expected and what to do.</exception>
    ValueTask ProcessAsync(TInput item, IStageOutput<TOutput> output, CancellationToken cancellation);

    /// <summary>
    /// Called once per slide, after the last item of that slide has been processed here and before later stages see the slide's end.
    /// Not called for a slide that has failed.
    /// </summary>
    /// <param name="scope">The slide that ended. State kept in it by <see cref="SlideScope.State{T}"/> goes with it.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="cancellation">As in <see cref="ProcessAsync"/>.</param>
    ValueTask EndSlideAsync(SlideScope scope, IStageOutput<TOutput> output, CancellationToken cancellation) => default;
}
