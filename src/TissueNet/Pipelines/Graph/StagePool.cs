using System.Diagnostics.CodeAnalysis;
using TissueNet.Stages;

namespace TissueNet.Pipelines.Graph;

/// <summary>The run's pool as one stage sees it: waiting for memory counts as the stage's output wait, since it is back-pressure.</summary>
internal sealed class StagePool(PixelPool pool, NodeMetrics metrics) : IPixelPool
{
    public long Capacity => pool.Capacity;

    public long LeasedBytes => pool.LeasedBytes;

    public ValueTask<PixelLease> LeaseAsync(long bytes, CancellationToken cancellation = default)
    {
        ValueTask<PixelLease> lease = pool.LeaseAsync(bytes, cancellation);
        return lease.IsCompleted ? lease : new(WaitAsync(lease));
    }

    public bool TryLease(long bytes, [NotNullWhen(true)] out PixelLease? lease) => pool.TryLease(bytes, out lease);

    public bool TryHold(long bytes, [NotNullWhen(true)] out PixelLease? lease) => pool.TryHold(bytes, out lease);

    public bool IsAwaited => pool.IsAwaited;

    public void Register(IReclaimable holder) => pool.Register(holder);

    public void Unregister(IReclaimable holder) => pool.Unregister(holder);

    private async Task<PixelLease> WaitAsync(ValueTask<PixelLease> lease)
    {
        long since = metrics.Now();
        try
        {
            return await lease;
        }
        finally
        {
            metrics.Waited(since);
        }
    }
}
