using TissueNet.Stages;

namespace TissueNet.Bench;

/// <summary>Keeps what a stage emits.</summary>
internal sealed class KeepingOutput<T> : IStageOutput<T>
    where T : class, IPayload
{
    public List<T> Items { get; } = [];

    public ValueTask EmitAsync(T item, CancellationToken cancellation = default)
    {
        Items.Add(item);
        return default;
    }
}
