using TissueNet.Stages;

namespace TissueNet.Slides;

/// <summary>
/// Keeps decoded tiles, so that one that several patches touch is decoded about once. Bounded in bytes; its memory is leased from the
/// pool while that has some to spare, least recently used tiles going first, and given back when somebody waits for it; without
/// memory it still lets simultaneous readers of one tile share one decoding.
/// </summary>
/// <remarks>
/// A tile whose pixels have all been handed out is spent: the next tile is decoded into its memory, which the processor still has at hand,
/// and the tiles that are not spent stay longer.
/// </remarks>
internal sealed class TileCache : IReclaimable, IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<TileKey, CachedTile> tiles = [];
    private readonly UseOrder byUse = new();
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

    /// <summary>Whether a thread is decoding a tile right now.</summary>
    public bool IsBusy(TileKey key)
    {
        lock (gate)
        {
            return tiles.TryGetValue(key, out CachedTile? tile) && !tile.IsDecoded;
        }
    }

    /// <summary>
    /// Gives a tile, decoding it on this thread if need be, or waiting while another thread decodes it. Release it after use.
    /// </summary>
    /// <param name="key">Which one.</param>
    /// <param name="length">Bytes of its pixels.</param>
    /// <param name="state">Handed to <paramref name="decode"/>.</param>
    /// <param name="decode">Decodes it.</param>
    public CachedTile Get<TState>(TileKey key, int length, TState state, TileDecode<TState> decode)
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
            Decode(tile!, state, decode);
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

    /// <summary>Says that nobody is expected to come back for a tile: its memory is the first to be used again.</summary>
    public void Spend(CachedTile tile)
    {
        lock (gate)
        {
            if (byUse.Contains(tile))
            {
                tile.IsSpent = true;
                byUse.Remove(tile);
                byUse.AddFirst(tile);
            }
        }
    }

    /// <summary>Gives back the memory of all tiles of one owner. The owner must not be reading.</summary>
    public void Remove(object owner)
    {
        lock (gate)
        {
            while (byUse.Find(owner, static (t, o) => ReferenceEquals(t.Key.Owner, o)) is { } tile)
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
            while (wanted > 0 && (byUse.Find(0, static (t, _) => t.IsIdle) ?? byUse.First) is { } tile)
            {
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
                Evict(first);
            }
        }
    }

    private void Decode<TState>(CachedTile tile, TState state, TileDecode<TState> decode)
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

            decode(state, tile.Key, tile.Pixels);
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
            tile.IsDecoded = true;
            if (leased && tile.Failure is null && !Pool.IsAwaited)
            {
                tile.Retain();
                byUse.AddLast(tile);
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

            if (FindSpent(length) is { } spent)
            {
                return PassOn(spent, charge);
            }

            if (bytes + charge <= Capacity && Pool.TryLease(length, out PixelLease? lease))
            {
                bytes += charge;
                return lease;
            }

            // Memory of the tile that was unused longest is passed on: given back to the pool, it would go to whoever waits there.
            if (byUse.Find(length, static (t, l) => t.IsIdle && t.Length == l) is { } same)
            {
                return PassOn(same, charge);
            }

            while (bytes + charge > Capacity)
            {
                if (byUse.Find(0, static (t, _) => t.IsIdle) is not { } oldest)
                {
                    return null;
                }

                Evict(oldest);
            }

            bytes += Pool.TryLease(length, out lease) ? charge : 0;
            return lease;
        }
    }

    // They are at the front, the one spent last first: its memory is the likeliest to be in the processor's cache.
    private CachedTile? FindSpent(int length)
    {
        CachedTile? tile = byUse.First;
        while (tile is { IsSpent: true } && !(tile.IsIdle && tile.Length == length))
        {
            tile = tile.Next;
        }

        return tile is { IsSpent: true } ? tile : null;
    }

    private PixelLease? PassOn(CachedTile tile, long charge)
    {
        PixelLease? lease = tile.TakeLease();
        Evict(tile);
        bytes += charge;
        return lease;
    }

    private void Touch(CachedTile tile)
    {
        if (tile != byUse.Last && byUse.Contains(tile))
        {
            tile.IsSpent = false;
            byUse.Remove(tile);
            byUse.AddLast(tile);
        }
    }

    private void Evict(CachedTile tile)
    {
        byUse.Remove(tile);
        tiles.Remove(tile.Key);
        bytes -= Charge(tile.Length);
        tile.Release();
    }

    // As the pool rounds: whole pages.
    private static long Charge(int length) => (length + 4095L) & ~4095L;
}
