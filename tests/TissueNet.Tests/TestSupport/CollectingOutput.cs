using TissueNet.Stages;

namespace TissueNet.Tests.TestSupport;

/// <summary>Keeps what a stage emits.</summary>
internal sealed class CollectingOutput<T> : IStageOutput<T>
    where T : class, IPayload
{
    public List<T> Items { get; } = [];

    public ValueTask EmitAsync(T item, CancellationToken cancellation = default)
    {
        Items.Add(item);
        return default;
    }
}
