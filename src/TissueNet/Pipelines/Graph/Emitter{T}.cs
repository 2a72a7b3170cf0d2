using TissueNet.Stages;

namespace TissueNet.Pipelines.Graph;

/// <inheritdoc/>
internal sealed class Emitter<T>(GraphNode node, object? input) : Emitter(node, input), IStageOutput<T>
    where T : class, IPayload
{
    public ValueTask EmitAsync(T item, CancellationToken cancellation = default) => SendAsync(item);
}
