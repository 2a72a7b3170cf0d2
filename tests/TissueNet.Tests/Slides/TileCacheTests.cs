using TissueNet.Slides;
using TissueNet.Stages;

namespace TissueNet.Tests.Slides;

public sealed class TileCacheTests
{
    private const int Length = 8192;

    [Fact]
    public async Task Pool_WithSomebodyWaiting_KeepsWhatTheCacheHas()
    {
        using var pool = new PixelPool(4 * Length);
        using var cache = new TileCache(pool, 2 * Length);
        Read(cache, 0).ShouldBe(0);
        Read(cache, 1).ShouldBe(1);
        using PixelLease taken = await pool.LeaseAsync(2 * Length, TestContext.Current.CancellationToken);
        Task<PixelLease> waiting = pool.LeaseAsync(2 * Length, TestContext.Current.CancellationToken).AsTask();

        Read(cache, 2).ShouldBe(2); // in the memory of tile 0

        cache.Bytes.ShouldBe(2 * Length);
        cache.Contains(Key(0)).ShouldBeFalse();
        cache.Contains(Key(1)).ShouldBeTrue();
        cache.Dispose();
        (await waiting).Dispose();
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
    public void Tile_EvictedWhileInUse_KeepsItsPixels()
    {
        using var pool = new PixelPool(100 * Length);
        using var cache = new TileCache(pool, Length);
        CachedTile used = cache.Get(Key(7), Length, (k, p) => p.Fill((byte)k.Tile));
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
        Should.Throw<SlideException>(() => cache.Get(Key(0), Length, (_, _) => throw new SlideException("a", "broken")));

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
            CachedTile got = cache.Get(Key(tile), 1000 + (tile * 700), (k, p) => p.Fill((byte)k.Tile));
            ((int)got.Pixels[^1]).ShouldBe(tile);
            got.Release();
            pool.LeasedBytes.ShouldBeLessThanOrEqualTo(20 * Length);
        }

        pool.LeasedBytes.ShouldBeGreaterThan(10 * Length);
        cache.Dispose();
        pool.LeaseCount.ShouldBe(0);
    }

    private TileKey Key(int tile) => new(this, 0, tile, 1);

    private int Read(TileCache cache, int tile)
    {
        CachedTile got = cache.Get(Key(tile), Length, (k, p) => p.Fill((byte)k.Tile));
        int value = got.Pixels[Length - 1];
        got.Release();
        return value;
    }
}
