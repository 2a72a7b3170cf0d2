namespace TissueNet.Stages;

/// <summary>A report that receives items of one payload type from the stage that makes them, beside that stage's other consumers.</summary>
/// <typeparam name="TItem">Payload received.</typeparam>
public interface IReport<in TItem> : IReport
    where TItem : class, IPayload
{
    /// <summary>Takes one item; one call at a time, in no particular order. Keep what is needed in <see cref="SlideScope.State{T}"/>.</summary>
    /// <param name="item">The item; disposed by the engine afterwards.</param>
    /// <param name="cancellation">Signalled when this slide has failed or the run is stopped.</param>
    ValueTask ReceiveAsync(TItem item, CancellationToken cancellation);
}
