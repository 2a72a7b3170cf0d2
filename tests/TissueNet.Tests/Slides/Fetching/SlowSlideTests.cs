using TissueNet.Slides;
using TissueNet.Slides.Fetching;
using TissueNet.Slides.Tiff;
using TissueNet.Stages;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Slides.Fetching;

/// <summary>A real slide, 2220 x 2967 px in 5 x 6 JPEG tiles of 512 px, on storage that takes 4 ms for every read.</summary>
public sealed class SlowSlideTests : IDisposable
{
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(4);
    private static readonly string File = Repository.Shared("data", "slides", "cmu1-fragment.tif");
    private readonly PixelPool pool = new(64 << 20);

    public void Dispose()
    {
        pool.LeaseCount.ShouldBe(0);
        pool.Dispose();
    }

    [Fact]
    public void ReadRegion_ManyTiles_ReadsThemTogetherAndRight()
    {
        byte[] expected = Direct(0, 0, 2220, 2967), actual = new byte[expected.Length];
        ImitatedStorage storage = Storage();
        using TiffSlideReader reader = Open(storage, 32 << 20);
        (int opening, long decoded) = (storage.Reads, reader.TilesDecoded);
        reader.ReadsAhead.ShouldBeTrue("opening alone shows that storage is slow");
        reader.ReadRegion(0, 1, 0, 0, 2220, 2967, actual);

        actual.SequenceEqual(expected).ShouldBeTrue();
        (reader.TilesDecoded - decoded).ShouldBe(30);
        (storage.Reads - opening).ShouldBeLessThanOrEqualTo(8);
    }

    [Fact]
    public void Prefetch_BeforeReading_LeavesNothingToRead()
    {
        byte[] expected = Direct(100, 200, 900, 700), actual = new byte[expected.Length];
        ImitatedStorage storage = Storage();
        using var ahead = new ReadAhead(pool, 32 << 20);
        using TiffSlideReader reader = Open(storage, ahead);
        long wanted = new[] { 0, 1 }.Sum(column => reader.StoredBytes(0, column, 0) + reader.StoredBytes(0, column, 1));
        reader.Prefetch(0, 1, 100, 200, 900, 700);
        SpinWait.SpinUntil(() => ahead.BytesRead >= wanted, TimeSpan.FromSeconds(10)).ShouldBeTrue();
        (int reads, long decoded) = (storage.Reads, reader.TilesDecoded);
        reader.ReadRegion(0, 1, 100, 200, 900, 700, actual);

        actual.SequenceEqual(expected).ShouldBeTrue();
        (reader.TilesDecoded - decoded, storage.Reads - reads, ahead.Hits).ShouldBe((4, 0, 4L));
    }

    [Fact]
    public void Prefetch_Nonsense_NeverFails()
    {
        using TiffSlideReader reader = Open(Storage(), 32 << 20);
        reader.Prefetch(0, 1, -5000, -5000, 100, 100);
        reader.Prefetch(0, 1, 5000, 5000, 100, 100);
        reader.Prefetch(0, 8, -1, -1, int.MaxValue, int.MaxValue);
        reader.Prefetch(0, 1, int.MaxValue - 1, 0, 100, 100);
    }

    [Theory]
    [InlineData(32 << 20, 32 << 20)]
    [InlineData(200_000, 2 << 20)] // a few tiles
    [InlineData(0, 2 << 20)]       // nothing is read ahead
    [InlineData(8 << 20, 0)]       // no cache
    public async Task SixteenReaders_WithHintsAtRandom_SeeWhatOneSees(int aheadBytes, int cacheBytes)
    {
        byte[] whole = Direct(0, 0, 2220, 2967);
        ImitatedStorage storage = Storage();
        using (TiffSlideReader reader = Open(storage, aheadBytes, cacheBytes))
        {
            await Task.WhenAll(Enumerable.Range(0, 16).Select(seed => Task.Run(() => ReadAtRandom(reader, whole, seed))));
            if (aheadBytes == 0)
            {
                reader.ReadsAhead.ShouldBeFalse();
            }
        }

        (storage.IsClosed, storage.WasMisused).ShouldBe((true, false));
    }

    [Fact]
    public void ReadRegion_TileThatCannotBeRead_FailsAloneWithItsOwnError()
    {
        byte[] whole = Direct(0, 0, 2220, 2967);
        ImitatedStorage storage = Storage();
        using TiffSlideReader reader = Open(storage, 32 << 20);
        storage.Fails = (offset, length) => IsIn(offset, length, Middle(reader, column: 2, row: 3));
        reader.Prefetch(0, 1, 0, 0, 2220, 2967);
        byte[] pixels = new byte[100 * 100 * 3];
        for (int row = 0; row < 5; row++)
        {
            for (int column = 0; column < 4; column++)
            {
                int x = (column * 512) + 50, y = (row * 512) + 50;
                if ((column, row) == (2, 3))
                {
                    var failure = Should.Throw<SlideException>(() => reader.ReadRegion(0, 1, x, y, 100, 100, pixels));
                    failure.Message.ShouldContain("Tile (2, 3) of level 0");
                    failure.Message.ShouldContain("the network is down");
                    continue;
                }

                reader.ReadRegion(0, 1, x, y, 100, 100, pixels);
                IsPart(whole, pixels, x, y, 100, 100).ShouldBeTrue();
            }
        }

        storage.Fails = null;
        reader.ReadRegion(0, 1, 1074, 1586, 100, 100, pixels); // the failure is not remembered
        IsPart(whole, pixels, 1074, 1586, 100, 100).ShouldBeTrue();
    }

    [Fact]
    public void Dispose_HintsOutstanding_ReturnsAllMemoryAndClosesLast()
    {
        ImitatedStorage storage = Storage();
        TiffSlideReader reader = Open(storage, 32 << 20);
        reader.Prefetch(0, 1, 0, 0, 2220, 2967);
        reader.Dispose();
        (storage.IsClosed, storage.WasMisused, pool.LeaseCount).ShouldBe((true, false, 0));
    }

    [Fact]
    public void QuickStorage_IsReadAsBefore_OneReadPerTileOnTheReadersThread()
    {
        var storage = new ImitatedStorage(new FileByteSource(File));
        using var ahead = new ReadAhead(pool, 32 << 20) { SlowRead = TimeSpan.FromHours(1) };
        using TiffSlideReader reader = new TiffSlideFormat().Open(File, storage, new TileCache(pool, 0), ownsCache: true, ahead);
        int opening = storage.Reads;
        reader.Prefetch(0, 1, 0, 0, 2220, 2967);
        reader.ReadRegion(0, 1, 0, 0, 2220, 2967, new byte[2220 * 2967 * 3]);
        (storage.Reads - opening, storage.MostInFlight, ahead.Reads).ShouldBe((30, 1, 0L));
    }

    private static ImitatedStorage Storage() => new(new FileByteSource(File), Delay);

    private TiffSlideReader Open(ImitatedStorage storage, long aheadBytes, long cacheBytes = 0) =>
        Open(storage, new ReadAhead(pool, aheadBytes), cacheBytes);

    private TiffSlideReader Open(ImitatedStorage storage, ReadAhead ahead, long cacheBytes = 0) =>
        new TiffSlideFormat().Open(File, storage, new TileCache(pool, cacheBytes), ownsCache: true, ahead);

    private byte[] Direct(int x, int y, int width, int height)
    {
        byte[] rgb = new byte[width * height * 3];
        using ISlideReader reader = SlideFormats.Open(File, pool, 0);
        reader.ReadRegion(0, 1, x, y, width, height, rgb);
        return rgb;
    }

    private static void ReadAtRandom(TiffSlideReader reader, byte[] whole, int seed)
    {
        var random = new Random(seed);
        byte[] region = new byte[300 * 300 * 3];
        for (int i = 0; i < 10; i++)
        {
            int width = random.Next(1, 300), height = random.Next(1, 300);
            int x = random.Next(0, 2220 - width), y = random.Next(0, 2967 - height);
            if (random.Next(2) == 0)
            {
                reader.Prefetch(0, 1, x, y, width, height);
            }

            if (seed == 3 && i == 7)
            {
                reader.StopPrefetching();
            }

            reader.ReadRegion(0, 1, x, y, width, height, region);
            IsPart(whole, region, x, y, width, height).ShouldBeTrue();
        }
    }

    private static bool IsPart(byte[] whole, byte[] part, int x, int y, int width, int height) =>
        Enumerable.Range(0, height).All(row =>
            part.AsSpan(row * width * 3, width * 3).SequenceEqual(whole.AsSpan((((y + row) * 2220) + x) * 3, width * 3)));

    private static long Middle(TiffSlideReader reader, int column, int row) =>
        reader.StoredOffset(0, column, row) + (reader.StoredBytes(0, column, row) / 2);

    private static bool IsIn(long offset, int length, long at) => offset <= at && at < offset + length;
}
