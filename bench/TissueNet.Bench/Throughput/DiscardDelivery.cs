using TissueNet.Pipelines.Graph;
using TissueNet.Stages;

namespace TissueNet.Bench.Throughput;

/// <summary>Releases whatever is emitted.</summary>
internal sealed class DiscardDelivery(string id) : IDelivery
{
    public string Id => id;

    public ValueTask DeliverAsync(IPayload item)
    {
        (item as LeasedPayload)?.Dispose();
        return default;
    }
}
