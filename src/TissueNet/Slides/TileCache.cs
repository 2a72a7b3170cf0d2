using TissueNet.Stages;

namespace TissueNet.Slides;

/// <summary>
/// Keeps decoded tiles, so that one that several patches touch is decoded about once. Bounded in bytes; its memory is leased from the
/// pool while that has some to spare, least recently used tiles going first; without memory it still lets simultaneous readers
/// of one tile share one decoding.
/// </summary>
/// <param name="pool">Where memory comes from.</param>
/// <param name="capacity">The most bytes to keep; 0 keeps nothing.</param>
internal sealed class TileCache(IPixelPool pool, long capacity) : IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<TileKey, CachedTile> tiles = [];
    private readonly LinkedList<CachedTile> byUse = new();
    private long bytes;
    private bool disposed;

    /// <summary>Where memory comes from.</summary>
    public IPixelPool Pool { get; } = pool;

    /// <summary>The most bytes kept.</summary>
    public long Capacity { get; } = capacity;

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

    /// <summary>Gives back all memory.</summary>
    public void Dispose()
    {
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

    // Keeps the tile, or forgets it: what failed is tried again by the next reader, what has no leased memory goes with its readers.
    private void Settle(CachedTile tile, bool leased)
    {
        lock (gate)
        {
            if (leased && tile.Failure is null)
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
