using TissueNet.Slides;
using TissueNet.Slides.Tiff;
using TissueNet.Stages;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Slides;

public sealed class TiffConcurrencyTests
{
    [Theory]
    [InlineData(64 << 20, 32 << 20)] // room for all
    [InlineData(64 << 20, 2 << 20)]  // room for two tiles: evicted while in use
    [InlineData(1 << 20, 32 << 20)]  // the pool refuses
    [InlineData(64 << 20, 0)]        // no cache
    public async Task SixteenThreads_ReadingAtRandom_SeeWhatOneSees(int poolBytes, int cacheBytes)
    {
        using var pool = new PixelPool(poolBytes);
        using (var reader = (TiffSlideReader)SlideFormats.Open(Repository.Shared("data", "slides", "cmu1-fragment.tif"), pool, cacheBytes))
        {
            byte[] whole = new byte[2220 * 2967 * 3];
            reader.ReadRegion(0, 1, 0, 0, 2220, 2967, whole);
            Task[] readers = [.. Enumerable.Range(0, 16).Select(seed => Task.Run(() =>
            {
                var random = new Random(seed);
                byte[] region = new byte[300 * 300 * 3];
                for (int i = 0; i < 12; i++)
                {
                    int width = random.Next(1, 300), height = random.Next(1, 300);
                    int x = random.Next(0, 2220 - width), y = random.Next(0, 2967 - height);
                    reader.ReadRegion(0, 1, x, y, width, height, region);
                    for (int row = 0; row < height; row++)
                    {
                        if (!region.AsSpan(row * width * 3, width * 3).SequenceEqual(whole.AsSpan((((y + row) * 2220) + x) * 3, width * 3)))
                        {
                            throw new InvalidDataException($"Row {y + row} at {x} differs.");
                        }
                    }
                }
            }))];
            await Task.WhenAll(readers);
            pool.LeasedBytes.ShouldBeLessThanOrEqualTo(cacheBytes);
        }

        pool.LeaseCount.ShouldBe(0);
    }

    [Fact]
    public async Task ManyReaders_OfOneTile_DecodeItOnce()
    {
        using var pool = new PixelPool(64 << 20);
        using var reader = (TiffSlideReader)SlideFormats.Open(Repository.Shared("data", "slides", "cmu1-fragment.tif"), pool, 32 << 20);

        await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(
            () => reader.ReadRegion(0, 1, i, i, 100, 100, new byte[30_000]))));

        reader.TilesDecoded.ShouldBe(1);
        reader.TilesTouched.ShouldBe(1);
    }

    [Fact]
    public void FullGridOfPatches_WithACache_DecodesEachTileOnce()
    {
        using var pool = new PixelPool(64 << 20);
        using var reader = (TiffSlideReader)SlideFormats.Open(Repository.Shared("data", "slides", "cmu1-fragment.tif"), pool, 32 << 20);
        byte[] patch = new byte[224 * 224 * 3];
        for (int y = 0; y < 2967; y += 224)
        {
            for (int x = 0; x < 2220; x += 224)
            {
                reader.ReadRegion(0, 1, x, y, 224, 224, patch);
            }
        }

        reader.TilesDecoded.ShouldBe(5 * 6);
        reader.TilesTouched.ShouldBe(5 * 6);
        pool.PeakLeasedBytes.ShouldBeLessThan(12 * 512 * 512 * 3); // two rows of tiles: the others were lent on
    }

    [Fact]
    public void OverlappingPatches_WithACache_DecodeTilesAboutOnce()
    {
        using var pool = new PixelPool(64 << 20);
        using var reader = (TiffSlideReader)SlideFormats.Open(Repository.Shared("data", "slides", "cmu1-fragment.tif"), pool, 32 << 20);
        byte[] patch = new byte[224 * 224 * 3];
        for (int y = 0; y < 2967; y += 112)
        {
            for (int x = 0; x < 2220; x += 112)
            {
                reader.ReadRegion(0, 1, x, y, 224, 224, patch);
            }
        }

        reader.TilesTouched.ShouldBe(5 * 6);
        reader.TilesDecoded.ShouldBeLessThanOrEqualTo((5 * 6) + 3);
    }

    [Fact]
    public void TwoSlides_OnOneCache_ShareItsBound()
    {
        using var pool = new PixelPool(64 << 20);
        using var cache = new TileCache(pool, 3 << 20);
        string path = Repository.Shared("data", "slides", "cmu1-fragment.tif");
        using (ISlideReader first = SlideFormats.Open(path, cache), second = SlideFormats.Open(path, cache))
        {
            byte[] region = new byte[1500 * 1500 * 3];
            first.ReadRegion(0, 1, 1, 1, 1500, 1500, region);
            second.ReadRegion(0, 1, 1, 1, 1500, 1500, region);
            pool.PeakLeasedBytes.ShouldBeLessThanOrEqualTo(3 << 20);
            cache.Bytes.ShouldBeGreaterThan(0);
        }

        cache.Bytes.ShouldBe(0);
        pool.LeaseCount.ShouldBe(0);
    }
}
