using System.Buffers;
using TissueNet.Stages;

namespace TissueNet.Slides;

/// <summary>
/// A decoded tile and who uses it. One reference belongs to the cache while the tile is in it, one to each reader that copies from
/// it: memory goes back when the last one is released, so a tile may be evicted while it is being copied.
/// </summary>
internal sealed class CachedTile(TileKey key, int length)
{
    private PixelLease? lease;
    private byte[]? array;
    private int references = 1;
    private long handedOut;

    public TileKey Key => key;

    public int Length => length;

    /// <summary>Held by the thread that decodes; who finds the tile in the cache enters it to wait for that.</summary>
    public Lock Decoding { get; } = new();

    /// <summary>Why decoding failed; null when it did not.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Whether decoding is over, well or not.</summary>
    public bool IsDecoded { get; set; }

    /// <summary>The neighbour in the cache's order of use that was used before this one.</summary>
    public CachedTile? Previous { get; set; }

    /// <summary>The neighbour that was used after this one.</summary>
    public CachedTile? Next { get; set; }

    /// <summary>Whether each of its pixels was handed out once: probably nobody comes back for it.</summary>
    public bool IsSpent { get; set; }

    /// <summary>Pixels, once decoded.</summary>
    public Span<byte> Pixels => lease is null ? array.AsSpan(0, length) : lease.GetSpan();

    /// <summary>Whether only the cache holds it.</summary>
    public bool IsIdle => Volatile.Read(ref references) == 1;

    public void Use(PixelLease memory) => lease = memory;

    /// <summary>Takes the memory away, for another tile; only while nobody reads this one.</summary>
    public PixelLease? TakeLease() => Interlocked.Exchange(ref lease, null);

    /// <summary>Takes memory outside the pool, for as long as the tile is being read.</summary>
    public void UseTemporary() => array = ArrayPool<byte>.Shared.Rent(length);

    /// <summary>Notes that pixels of it were copied.</summary>
    /// <returns>How many were in all, counting repetitions.</returns>
    public long HandOut(int pixels) => Interlocked.Add(ref handedOut, pixels);

    public void Retain() => Interlocked.Increment(ref references);

    public void Release()
    {
        if (Interlocked.Decrement(ref references) > 0)
        {
            return;
        }

        lease?.Dispose();
        if (Interlocked.Exchange(ref array, null) is { } rented)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
