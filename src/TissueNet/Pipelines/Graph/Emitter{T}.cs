using TissueNet.Stages;

namespace TissueNet.Pipelines.Graph;

/// <inheritdoc/>
internal sealed class Emitter<T>(IDelivery target, object? input) : Emitter(target, input), IStageOutput<T>
    where T : class, IPayload
{
    public ValueTask EmitAsync(T item, CancellationToken cancellation = default) => SendAsync(item);
}
