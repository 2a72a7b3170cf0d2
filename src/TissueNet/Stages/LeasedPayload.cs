namespace TissueNet.Stages;

/// <summary>
/// A payload that owns leased memory. It is reference-counted, since several stages may read the same item: it starts with one
/// reference, owned by its maker; emitting it hands that reference to the engine, which releases it once all consumers are done.
/// A stage that keeps the item beyond its call takes a reference of its own with <see cref="Retain"/> and disposes it later.
/// </summary>
public abstract class LeasedPayload : IPayload, IDisposable
{
    private int references = 1;

    /// <inheritdoc/>
    public abstract SlideScope Scope { get; }

    /// <summary>Bytes of leased memory that this payload holds.</summary>
    public abstract long LeasedBytes { get; }

    /// <summary>Whether the memory has gone back to its pool.</summary>
    public bool IsReleased => Volatile.Read(ref references) <= 0;

    /// <summary>Adds references, each to be released by one <see cref="Dispose()"/>.</summary>
    /// <param name="count">How many; 0 or more, default 1.</param>
    /// <exception cref="ObjectDisposedException">All references were released before.</exception>
    public void Retain(int count = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        int seen = Volatile.Read(ref references);
        while (true)
        {
            ObjectDisposedException.ThrowIf(seen <= 0, this);
            int before = Interlocked.CompareExchange(ref references, seen + count, seen);
            if (before == seen)
            {
                return;
            }

            seen = before;
        }
    }

    /// <summary>Releases one reference; the last one returns the memory.</summary>
    /// <exception cref="ObjectDisposedException">It was released more often than retained: a defect in a stage, never ignored.</exception>
    public void Dispose()
    {
        int left = Interlocked.Decrement(ref references);
        ObjectDisposedException.ThrowIf(left < 0, this);
        if (left == 0)
        {
            Release();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Returns the leased memory. Called exactly once.</summary>
    protected abstract void Release();
}
