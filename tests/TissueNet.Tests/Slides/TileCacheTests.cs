using TissueNet.Slides;
using TissueNet.Stages;

namespace TissueNet.Tests.Slides;

public sealed class TileCacheTests
{
    private const int Length = 8192;

    [Fact]
    public async Task Pool_WithSomebodyWaiting_GetsTheTilesUnusedLongest()
    {
        using var pool = new PixelPool(4 * Length);
        using var cache = new TileCache(pool, 3 * Length);
        Read(cache, 0);
        Read(cache, 1);
        Read(cache, 2);

        // One slide's tiles fill the cache, and another slide's mask needs most of the budget.
        using PixelLease mask = await Soon(pool.LeaseAsync(3 * Length, TestContext.Current.CancellationToken));

        cache.Bytes.ShouldBe(Length);
        cache.Contains(Key(2)).ShouldBeTrue();
        Read(cache, 3).ShouldBe(3); // in the memory of tile 2
        cache.Bytes.ShouldBe(Length);
    }

    [Fact]
    public async Task Pool_WithSomebodyWaiting_GetsATileThatIsBeingCopied()
    {
        using var pool = new PixelPool(2 * Length);
        using var cache = new TileCache(pool, 2 * Length);
        CachedTile used = cache.Get(Key(7), Length, 0, (_, k, p) => p.Fill((byte)k.Tile));
        Task<PixelLease> waiting = pool.LeaseAsync(2 * Length, TestContext.Current.CancellationToken).AsTask();

        waiting.IsCompleted.ShouldBeFalse();
        ((int)used.Pixels[100]).ShouldBe(7);
        used.Release();
        (await Soon(new(waiting))).Dispose();
    }

    [Fact]
    public async Task Pool_WithSomebodyWaiting_GetsATileThatIsBeingDecoded()
    {
        using var pool = new PixelPool(2 * Length);
        using var cache = new TileCache(pool, 2 * Length);
        Task<PixelLease>? waiting = null;
        CachedTile decoded = cache.Get(Key(0), Length, 0, (_, _, _) => waiting = pool.LeaseAsync(2 * Length, TestContext.Current.CancellationToken).AsTask());
        decoded.Release();

        (await Soon(new(waiting!))).Dispose();
        cache.Bytes.ShouldBe(0);
    }

    [Fact]
    public void Use_OfATile_SparesItFromEviction()
    {
        using var pool = new PixelPool(100 * Length);
        using var cache = new TileCache(pool, 2 * Length);
        Read(cache, 0);
        Read(cache, 1);
        Read(cache, 0);
        Read(cache, 2);

        cache.Contains(Key(0)).ShouldBeTrue();
        cache.Contains(Key(1)).ShouldBeFalse();
    }

    [Fact]
    public void Tile_SpentByItsReaders_LendsItsMemoryToTheNext()
    {
        using var pool = new PixelPool(100 * Length);
        using var cache = new TileCache(pool, 10 * Length);
        Read(cache, 0);
        Read(cache, 1);
        CachedTile spent = cache.Get(Key(2), Length, 0, (_, k, p) => p.Fill((byte)k.Tile));
        cache.Spend(spent);
        Read(cache, 3);
        cache.Contains(Key(2)).ShouldBeTrue(); // still being read
        spent.Release();
        Read(cache, 4);

        cache.Contains(Key(2)).ShouldBeFalse();
        cache.Contains(Key(0)).ShouldBeTrue();
        cache.Bytes.ShouldBe(4 * Length);
    }

    [Fact]
    public void Tile_SpentAndWantedAgain_IsKeptAsBefore()
    {
        using var pool = new PixelPool(100 * Length);
        using var cache = new TileCache(pool, 10 * Length);
        CachedTile spent = cache.Get(Key(0), Length, 0, (_, k, p) => p.Fill((byte)k.Tile));
        cache.Spend(spent);
        spent.Release();
        Read(cache, 1);
        cache.Contains(Key(0)).ShouldBeFalse(); // lent
        spent = cache.Get(Key(0), Length, 0, (_, k, p) => p.Fill((byte)k.Tile));
        cache.Spend(spent);
        spent.Release();
        Read(cache, 0);
        Read(cache, 2);

        cache.Contains(Key(0)).ShouldBeTrue();
    }

    [Fact]
    public void Tile_EvictedWhileInUse_KeepsItsPixels()
    {
        using var pool = new PixelPool(100 * Length);
        using var cache = new TileCache(pool, Length);
        CachedTile used = cache.Get(Key(7), Length, 0, (_, k, p) => p.Fill((byte)k.Tile));
        Read(cache, 8).ShouldBe(8); // no room: read without the cache
        cache.Remove(this);
        cache.Dispose();

        ((int)used.Pixels[100]).ShouldBe(7);
        pool.LeaseCount.ShouldBe(1);
        used.Release();
        pool.LeaseCount.ShouldBe(0);
        Read(cache, 9).ShouldBe(9);
        pool.LeaseCount.ShouldBe(0);
    }

    [Fact]
    public void Decoding_ThatFails_IsTriedAgain()
    {
        using var pool = new PixelPool(100 * Length);
        using var cache = new TileCache(pool, 10 * Length);
        Should.Throw<SlideException>(() => cache.Get(Key(0), Length, 0, (_, _, _) => throw new SlideException("a", "broken")));

        pool.LeaseCount.ShouldBe(0);
        cache.Bytes.ShouldBe(0);
        Read(cache, 0).ShouldBe(0);
    }

    [Fact]
    public void Tiles_OfDifferentSizes_StayWithinTheBound()
    {
        using var pool = new PixelPool(1000 * Length);
        using var cache = new TileCache(pool, 20 * Length);
        var random = new Random(1);
        for (int i = 0; i < 2000; i++)
        {
            int tile = random.Next(60);
            CachedTile got = cache.Get(Key(tile), 1000 + (tile * 700), 0, (_, k, p) => p.Fill((byte)k.Tile));
            ((int)got.Pixels[^1]).ShouldBe(tile);
            got.Release();
            pool.LeasedBytes.ShouldBeLessThanOrEqualTo(20 * Length);
        }

        pool.LeasedBytes.ShouldBeGreaterThan(10 * Length);
        cache.Dispose();
        pool.LeaseCount.ShouldBe(0);
    }

    private static async Task<PixelLease> Soon(ValueTask<PixelLease> lease) =>
        await lease.AsTask().WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

    private TileKey Key(int tile) => new(this, 0, tile, 1);

    private int Read(TileCache cache, int tile)
    {
        CachedTile got = cache.Get(Key(tile), Length, 0, (_, k, p) => p.Fill((byte)k.Tile));
        int value = got.Pixels[Length - 1];
        got.Release();
        return value;
    }
}
