namespace TissueNet.Stages;

/// <summary>Where a stage puts its results.</summary>
/// <typeparam name="TOutput">Payload emitted.</typeparam>
public interface IStageOutput<in TOutput>
    where TOutput : class, IPayload
{
    /// <summary>
    /// Hands an item to every stage downstream and waits while one of them is full. The item then belongs to the engine. When the
    /// item's slide has failed, it is disposed and the call returns at once.
    /// </summary>
    /// <param name="item">The result.</param>
    /// <param name="cancellation">Not needed to stop waiting: a failed slide or a stopped run drains by itself.</param>
    ValueTask EmitAsync(TOutput item, CancellationToken cancellation = default);
}
