namespace TissueNet.Stages;

/// <summary>Leases memory for pixels within a byte budget (<c>run.memory</c>).</summary>
public interface IPixelPool
{
    /// <summary>The budget, in bytes.</summary>
    long Capacity { get; }

    /// <summary>Bytes leased now.</summary>
    long LeasedBytes { get; }

    /// <summary>
    /// Leases memory, waiting in turn until the budget allows it. The content is undefined. A stage that needs several buffers at
    /// once leases one and divides it: to hold one lease while waiting for another is how pools deadlock.
    /// </summary>
    /// <param name="bytes">1 to <see cref="int.MaxValue"/>.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The lease; dispose it exactly once.</returns>
    /// <exception cref="StageException">More than the whole budget was asked for.</exception>
    ValueTask<PixelLease> LeaseAsync(long bytes, CancellationToken cancellation = default);

    /// <summary>Leases memory if the budget allows it at once and nobody waits: for caches, which can do without.</summary>
    /// <param name="bytes">1 to <see cref="int.MaxValue"/>.</param>
    /// <param name="lease">The lease, or null.</param>
    bool TryLease(long bytes, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out PixelLease? lease);

    /// <summary>Leases memory as <see cref="TryLease"/> does, to keep while the run lasts: no later request is let wait for it.</summary>
    internal bool TryHold(long bytes, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out PixelLease? lease) => TryLease(bytes, out lease);

    /// <summary>Whether somebody waits for memory. A cache keeps nothing new then.</summary>
    internal bool IsAwaited => false;

    /// <summary>Asks this holder for memory whenever somebody has to wait for some.</summary>
    internal void Register(IReclaimable holder)
    {
    }

    /// <summary>Takes back <see cref="Register"/>.</summary>
    internal void Unregister(IReclaimable holder)
    {
    }
}
