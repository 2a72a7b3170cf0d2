using CsCheck;
using TissueNet.Slides;
using TissueNet.Slides.Tiff;
using TissueNet.Stages;

namespace TissueNet.Tests.Slides;

/// <summary>Layouts written by a tiny writer of our own come back exactly.</summary>
public sealed class TiffLayoutTests
{
    private static readonly Gen<(bool BigEndian, bool BigTiff, bool Tiled, int Width, int Height)> Layouts =
        Gen.Select(Gen.Bool, Gen.Bool, Gen.Bool, Gen.Int[1, 90], Gen.Int[1, 90]);

    [Fact]
    public void AnyLayout_AnyRegion_ReadsBackExactly() =>
        Gen.Select(Layouts, Gen.Int[1, 70], Gen.Int[1, 70], Gen.Int[0, int.MaxValue], Gen.Long[0, 40_000]).Sample((layout, tileWidth, tileHeight, seed, cacheBytes) =>
        {
            var random = new Random(seed);
            (bool bigEndian, bool bigTiff, bool tiled, int width, int height) = layout;
            byte[] rgb = new byte[width * height * 3];
            random.NextBytes(rgb);
            using var tiff = new TinyTiff(bigEndian, bigTiff);
            tiff.Add(rgb, width, height, tiled ? tileWidth : 0, tileHeight);
            using var pool = new PixelPool(30_000);
            using (TiffSlideReader reader = Open(tiff, pool, cacheBytes))
            {
                for (int i = 0; i < 8; i++)
                {
                    int x = random.Next(-100, 100), y = random.Next(-100, 100), w = random.Next(1, 120), h = random.Next(1, 120);
                    byte[] region = new byte[w * h * 3];
                    reader.ReadRegion(0, 1, x, y, w, h, region);
                    Check(region, x, y, w, h, rgb, width, height);
                }
            }

            pool.LeaseCount.ShouldBe(0);
        }, iter: 400);

    [Fact]
    public void SparseTile_Read_IsBackgroundWithoutTouchingTheDisk()
    {
        byte[] rgb = new byte[64 * 64 * 3];
        using var tiff = new TinyTiff(false, true);
        tiff.Add(rgb, 64, 64, 16, 16, sparse: tile => tile != 5);
        var source = new MemoryByteSource(tiff.ToArray());
        using var pool = new PixelPool(1 << 20);
        using var cache = new TileCache(pool, 1 << 20);
        using TiffSlideReader reader = new TiffSlideFormat().Open("a.tif", source, cache, ownsCache: false);
        int before = source.Reads;
        byte[] region = new byte[32 * 16 * 3];

        reader.ReadRegion(0, 1, 0, 16, 32, 16, region); // tiles 4, sparse, and 5

        (source.Reads - before).ShouldBe(1);
        region.AsSpan(0, 48).ToArray().ShouldAllBe(b => b == 255);
        region.AsSpan(48, 48).ToArray().ShouldAllBe(b => b == 0);
        reader.StoredBytes(0, 0, 1).ShouldBe(0);
        reader.StoredBytes(0, 1, 1).ShouldBe(16 * 16 * 3);
        reader.TilesDecoded.ShouldBe(1);
    }

    [Fact]
    public void Pages_OfOnePyramidAndOthers_AreToldApart()
    {
        using var tiff = new TinyTiff(true, false);
        tiff.Add(new byte[99 * 75 * 3], 99, 75, 16, 16);
        tiff.Add(new byte[50 * 38 * 3], 50, 38, 16, 16, reduced: true); // halved upwards
        tiff.Add(new byte[24 * 18 * 3], 24, 18, 16, 16, reduced: true); // and downwards
        tiff.Add(new byte[60 * 20 * 3], 60, 20, 16, 16);                // something else
        using var pool = new PixelPool(1 << 20);
        using TiffSlideReader reader = Open(tiff, pool, 0);

        reader.Info.Levels.Select(l => (l.Width, l.Downsample)).ShouldBe([(99, 1.0), (50, 2.0), (24, 4.0)]);
    }

    [Fact]
    public void Reader_Disposed_ClosesTheFile()
    {
        using var tiff = new TinyTiff(false, false);
        tiff.Add(new byte[3], 1, 1, 16, 16);
        var source = new MemoryByteSource(tiff.ToArray());
        using var pool = new PixelPool(1 << 20);
        using var cache = new TileCache(pool, 0);
        new TiffSlideFormat().Open("a.tif", source, cache, ownsCache: false).Dispose();

        source.IsDisposed.ShouldBeTrue();
    }

    [Fact]
    public void EveryTruncation_OfASmallFile_IsRefusedCleanly()
    {
        using var tiff = new TinyTiff(false, false);
        tiff.Add(new byte[40 * 40 * 3], 40, 40, 16, 16);
        byte[] whole = tiff.ToArray();
        using var pool = new PixelPool(1 << 20);
        using var cache = new TileCache(pool, 1 << 20);
        for (int length = 0; length < whole.Length; length++)
        {
            var source = new MemoryByteSource(whole[..length]);
            Should.Throw<SlideException>(() => new TiffSlideFormat().Open("a.tif", source, cache, ownsCache: false));
            source.IsDisposed.ShouldBeTrue();
        }
    }

    [Fact]
    public void Mutations_OfASmallFile_EndInPixelsOrASlideException()
    {
        using var tiff = new TinyTiff(false, true);
        tiff.Add(new byte[40 * 40 * 3], 40, 40, 16, 16);
        tiff.Add(new byte[20 * 20 * 3], 20, 20, 16, 16, reduced: true);
        byte[] whole = tiff.ToArray();
        int directories = whole.Length - 900;
        using var pool = new PixelPool(1 << 20);
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Int[directories, whole.Length - 1], Gen.Byte, Gen.Byte).Sample((first, second, a, b) =>
        {
            byte[] bytes = (byte[])whole.Clone();
            (bytes[first], bytes[second]) = (a, b);
            using var cache = new TileCache(pool, 1 << 16);
            try
            {
                using TiffSlideReader reader = new TiffSlideFormat().Open("a.tif", new MemoryByteSource(bytes), cache, ownsCache: false);
                reader.ReadRegion(0, 1, 0, 0, 50, 50, new byte[50 * 50 * 3]);
            }
            catch (SlideException)
            {
            }
        }, iter: 3000);
        pool.LeaseCount.ShouldBe(0);
    }

    private static TiffSlideReader Open(TinyTiff tiff, IPixelPool pool, long cacheBytes) =>
        new TiffSlideFormat().Open("a.tif", new MemoryByteSource(tiff.ToArray()), new TileCache(pool, cacheBytes), ownsCache: true);

    private static void Check(byte[] region, int x, int y, int w, int h, byte[] rgb, int width, int height)
    {
        for (int i = 0; i < w * h * 3; i++)
        {
            int px = x + (i / 3 % w), py = y + (i / 3 / w);
            bool inside = px >= 0 && py >= 0 && px < width && py < height;
            byte expected = inside ? rgb[(((py * width) + px) * 3) + (i % 3)] : (byte)255;
            if (region[i] != expected)
            {
                throw new InvalidDataException($"({px}, {py}) is {region[i]}, expected {expected}");
            }
        }
    }
}
