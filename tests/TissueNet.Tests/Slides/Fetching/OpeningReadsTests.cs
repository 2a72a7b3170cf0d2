using TissueNet.Slides;
using TissueNet.Slides.Tiff;
using TissueNet.Stages;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Slides.Fetching;

public sealed class OpeningReadsTests
{
    [Theory]
    [InlineData("CMU-1-Small-Region.svs", 8)]
    [InlineData("cmu1-fragment.tif", 8)]
    public void Open_RealSlide_TakesFewReads(string name, int most)
    {
        var storage = new ImitatedStorage(new FileByteSource(Repository.Shared("data", "slides", name)));
        Open(storage, _ => { });
        storage.Reads.ShouldBeLessThanOrEqualTo(most);
        (storage.IsClosed, storage.WasMisused).ShouldBe((true, false));
    }

    [Fact]
    public void Open_PyramidOfManyLevels_TakesFewReads()
    {
        using var tiff = new TinyTiff(bigEndian: false, bigTiff: true);
        for (int side = 1024; side >= 4; side /= 2)
        {
            tiff.Add(new byte[side * side * 3], side, side, 64, 64, reduced: side < 1024);
        }

        var storage = new ImitatedStorage(new MemoryByteSource(tiff.ToArray()));
        Open(storage, reader => reader.Info.Levels.Count.ShouldBe(9));
        storage.Reads.ShouldBeLessThanOrEqualTo(10);
    }

    [Fact]
    public void Open_HalfAMillionTiles_TakesFewReadsAndLittleMemory()
    {
        byte[] file = ManyTilesTiff.Make(1000, 500);
        Open(new ImitatedStorage(new MemoryByteSource(file)), _ => { }); // what is allocated once
        var storage = new ImitatedStorage(new MemoryByteSource(file));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Open(storage, reader =>
        {
            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(6_000_000); // 4 bytes a tile for its offset, 4 for its length
            storage.Reads.ShouldBeLessThanOrEqualTo(10);
            byte[] region = new byte[3 * 3 * 3];
            reader.ReadRegion(0, 1, 255_995, 127_990, 3, 3, region);
            region.ShouldAllBe(b => b == 0);
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Open_OffsetBeyondTheFile_IsKeptAsItIs(bool bigEndian)
    {
        // Tables are narrow in a small file; a damaged number wider than that must neither wrap around nor spoil its neighbours.
        using var tiff = new TinyTiff(bigEndian, bigTiff: true);
        byte[] rgb = new byte[64 * 64 * 3];
        new Random(1).NextBytes(rgb);
        tiff.Add(rgb, 64, 64, 16, 16);
        byte[] bytes = tiff.ToArray();
        byte[] wanted = bigEndian ? [0, 0, 0, 0, 0, 0, 0x0F, 0x10] : [0x10, 0x0F, 0, 0, 0, 0, 0, 0]; // the sixth tile: 16 + 5 x 768
        int at = (64 * 64 * 3) + bytes.AsSpan(64 * 64 * 3).IndexOf(wanted);
        bytes[at + (bigEndian ? 2 : 5)] = 1;
        Open(new MemoryByteSource(bytes), reader =>
        {
            byte[] region = new byte[16 * 16 * 3];
            reader.ReadRegion(0, 1, 32, 16, 16, 16, region);
            region.AsSpan(0, 48).SequenceEqual(rgb.AsSpan(((16 * 64) + 32) * 3, 48)).ShouldBeTrue();
            reader.ReadRegion(0, 1, 0, 16, 16, 16, region);
            region.AsSpan(0, 48).SequenceEqual(rgb.AsSpan(16 * 64 * 3, 48)).ShouldBeTrue();
            Should.Throw<SlideException>(() => reader.ReadRegion(0, 1, 16, 16, 16, 16, region)).Message.ShouldContain("at byte 1099511631");
        });
    }

    private static void Open(IByteSource source, Action<TiffSlideReader> check)
    {
        using var pool = new PixelPool(8 << 20);
        using (TiffSlideReader reader = new TiffSlideFormat().Open("slide.tif", source, new TileCache(pool, 1 << 20), ownsCache: true))
        {
            check(reader);
        }

        pool.LeaseCount.ShouldBe(0);
    }
}
