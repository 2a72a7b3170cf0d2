using TissueNet.Stages;

namespace TissueNet.Slides;

/// <summary>
/// Keeps decoded tiles, so that one that several patches touch is decoded about once. Bounded in bytes; its memory is leased from the
/// pool while that has some to spare, least recently used tiles going first, and given back when somebody waits for it; without
/// memory it still lets simultaneous readers of one tile share one decoding.
/// </summary>
internal sealed class TileCache : IReclaimable, IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<TileKey, CachedTile> tiles = [];
    private readonly LinkedList<CachedTile> byUse = new();
    private long bytes;
    private bool disposed;

    /// <summary>Makes an empty one.</summary>
    /// <param name="pool">Where memory comes from.</param>
    /// <param name="capacity">The most bytes to keep; 0 keeps nothing.</param>
    public TileCache(IPixelPool pool, long capacity)
    {
        Pool = pool;
        Capacity = capacity;
        pool.Register(this);
    }

    /// <summary>Where memory comes from.</summary>
    public IPixelPool Pool { get; }

    /// <summary>The most bytes kept.</summary>
    public long Capacity { get; }

    /// <summary>Bytes kept now.</summary>
    public long Bytes => Interlocked.Read(ref bytes);

    /// <summary>Whether a tile is kept, or is being decoded right now.</summary>
    public bool Contains(TileKey key)
    {
        lock (gate)
        {
            return tiles.ContainsKey(key);
        }
    }

    /// <summary>
    /// Gives a tile, decoding it on this thread if need be, or waiting while another thread decodes it. Release it after use.
    /// </summary>
    /// <param name="key">Which one.</param>
    /// <param name="length">Bytes of its pixels.</param>
    /// <param name="decode">Decodes it.</param>
    public CachedTile Get(TileKey key, int length, TileDecode decode)
    {
        CachedTile? tile;
        bool found;
        lock (gate)
        {
            found = tiles.TryGetValue(key, out tile);
            if (found)
            {
                tile!.Retain();
                Touch(tile);
            }
            else
            {
                tile = new CachedTile(key, length);
                tile.Decoding.Enter(); // before others can see it: nobody else may be first
                tiles.Add(key, tile);
            }
        }

        if (!found)
        {
            Decode(tile!, decode);
            return tile!;
        }

        lock (tile!.Decoding)
        {
            if (tile.Failure is null)
            {
                return tile;
            }
        }

        tile.Release();
        throw tile.Failure is SlideException failure
            ? new SlideException(failure.Path, failure.Message, failure.Remedy, failure)
            : new InvalidOperationException(tile.Failure!.Message, tile.Failure);
    }

    /// <summary>Gives back the memory of all tiles of one owner. The owner must not be reading.</summary>
    public void Remove(object owner)
    {
        lock (gate)
        {
            foreach (CachedTile tile in byUse.Where(t => ReferenceEquals(t.Key.Owner, owner)).ToList())
            {
                Evict(tile);
            }
        }
    }

    /// <inheritdoc/>
    public void Reclaim(long wanted)
    {
        lock (gate)
        {
            // Tiles that are being copied go last: their memory comes back only when their readers are done.
            foreach (CachedTile tile in byUse.OrderBy(t => !t.IsIdle).ToList())
            {
                if (wanted <= 0)
                {
                    return;
                }

                Evict(tile);
                wanted -= Charge(tile.Length);
            }
        }
    }

    /// <summary>Gives back all memory.</summary>
    public void Dispose()
    {
        Pool.Unregister(this);
        lock (gate)
        {
            disposed = true;
            while (byUse.First is { } first)
            {
                Evict(first.Value);
            }
        }
    }

    private void Decode(CachedTile tile, TileDecode decode)
    {
        PixelLease? lease = null;
        try
        {
            lease = FindMemory(tile.Length);
            if (lease is null)
            {
                tile.UseTemporary();
            }
            else
            {
                tile.Use(lease);
            }

            decode(tile.Key, tile.Pixels);
        }
        catch (Exception exception)
        {
            tile.Failure = exception;
            Settle(tile, leased: lease is not null);
            tile.Release();
            throw;
        }
        finally
        {
            tile.Decoding.Exit();
        }

        Settle(tile, leased: lease is not null);
    }

    // Keeps the tile, or forgets it: what failed is tried again by the next reader, what has no leased memory goes with its readers,
    // and so does what was being decoded while somebody began to wait, when there was nothing of it to reclaim yet.
    private void Settle(CachedTile tile, bool leased)
    {
        lock (gate)
        {
            if (leased && tile.Failure is null && !Pool.IsAwaited)
            {
                tile.Retain();
                tile.Node = byUse.AddLast(tile);
                return;
            }

            tiles.Remove(tile.Key);
            bytes -= leased ? Charge(tile.Length) : 0;
        }
    }

    private PixelLease? FindMemory(int length)
    {
        long charge = Charge(length);
        lock (gate)
        {
            if (disposed || charge > Capacity)
            {
                return null;
            }

            if (bytes + charge <= Capacity && Pool.TryLease(length, out PixelLease? lease))
            {
                bytes += charge;
                return lease;
            }

            // Memory of the tile that was unused longest is passed on: given back to the pool, it would go to whoever waits there.
            if (OldestIdle(t => t.Length == length) is { } same)
            {
                lease = same.TakeLease();
                Evict(same);
                bytes += charge;
                return lease;
            }

            while (bytes + charge > Capacity)
            {
                if (OldestIdle(_ => true) is not { } oldest)
                {
                    return null;
                }

                Evict(oldest);
            }

            bytes += Pool.TryLease(length, out lease) ? charge : 0;
            return lease;
        }
    }

    private CachedTile? OldestIdle(Func<CachedTile, bool> isWanted)
    {
        for (LinkedListNode<CachedTile>? node = byUse.First; node is not null; node = node.Next)
        {
            if (node.Value.IsIdle && isWanted(node.Value))
            {
                return node.Value;
            }
        }

        return null;
    }

    private void Touch(CachedTile tile)
    {
        if (tile.Node is { } node && node != byUse.Last)
        {
            byUse.Remove(node);
            byUse.AddLast(node);
        }
    }

    private void Evict(CachedTile tile)
    {
        byUse.Remove(tile.Node!);
        tile.Node = null;
        tiles.Remove(tile.Key);
        bytes -= Charge(tile.Length);
        tile.Release();
    }

    // As the pool rounds: whole pages.
    private static long Charge(int length) => (length + 4095L) & ~4095L;
}
