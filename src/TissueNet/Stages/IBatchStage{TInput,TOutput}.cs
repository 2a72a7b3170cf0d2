namespace TissueNet.Stages;

/// <summary>
/// A stage that takes a list of items at once. The engine makes the batches: full at <c>batch</c> items, earlier at
/// <c>max_wait</c>, at a slide's end and on stop. A batch mixes slides.
/// </summary>
/// <typeparam name="TInput">Payload it takes.</typeparam>
/// <typeparam name="TOutput">Payload it emits.</typeparam>
public interface IBatchStage<in TInput, TOutput> : IStage
    where TInput : class, IPayload
    where TOutput : class, IPayload
{
    /// <summary>
    /// Processes 1 to <c>batch</c> items. If it throws before it has emitted anything, the engine calls it again with each item
    /// alone, so that one bad item does not cost its neighbours.
    /// </summary>
    /// <param name="batch">The inputs; the list is valid during the call only.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="cancellation">Signalled when the run is stopped.</param>
    ValueTask ProcessAsync(IReadOnlyList<TInput> batch, IStageOutput<TOutput> output, CancellationToken cancellation);

    /// <inheritdoc cref="IStage{TInput,TOutput}.EndSlideAsync"/>
    ValueTask EndSlideAsync(SlideScope scope, IStageOutput<TOutput> output, CancellationToken cancellation) => default;
}
