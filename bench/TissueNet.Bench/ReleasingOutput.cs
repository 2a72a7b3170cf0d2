using TissueNet.Stages;

namespace TissueNet.Bench;

/// <summary>Gives back the memory of what a stage emits, and counts it.</summary>
internal sealed class ReleasingOutput<T> : IStageOutput<T>
    where T : class, IPayload
{
    public int Count { get; private set; }

    public ValueTask EmitAsync(T item, CancellationToken cancellation = default)
    {
        (item as LeasedPayload)?.Dispose();
        Count++;
        return default;
    }
}
