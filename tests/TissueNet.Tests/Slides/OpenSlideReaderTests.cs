using TissueNet.Slides;
using TissueNet.Slides.OpenSlide;
using TissueNet.Stages;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Slides;

public sealed class OpenSlideReaderTests : IDisposable
{
    private readonly PixelPool pool = new(128 << 20);

    public void Dispose()
    {
        pool.LeaseCount.ShouldBe(0);
        pool.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(16 << 20)]
    public void NdpiFragment_Level0_IsTheSource(int cacheBytes)
    {
        using OpenSlideReader reader = Open("cmu1-fragment.ndpi", cacheBytes);

        reader.Info.MppX.ShouldBe(0.499);
        reader.Info.ObjectivePower.ShouldBe(20);
        Same(Read(reader, 0, 0, 0, 2160, 2880), OpenSlideReferenceTests.Source(0, 0, 2160, 2880));
        Same(Read(reader, 0, 901, 1203, 224, 224), OpenSlideReferenceTests.Source(901, 1203, 224, 224));
    }

    [Fact]
    public void MiraxFragment_Level0_IsTheSourceOnTheSlidesBackground()
    {
        using OpenSlideReader reader = Open("cmu1-fragment.mrxs");
        byte[] whole = Read(reader, 0, 216, 440, 2064, 2960), source = OpenSlideReferenceTests.Source(0, 0, 2064, 2960);

        (reader.Info.Bounds, reader.Info.BackgroundColor).ShouldBe((new SlideBounds(216, 440, 2064, 2960), 0xF8F5F0));
        int scanned = 0;
        for (int i = 0; i < whole.Length; i += 3)
        {
            if (whole.AsSpan(i, 3).SequenceEqual(source.AsSpan(i, 3)))
            {
                scanned++;
            }
            else if ((whole[i], whole[i + 1], whole[i + 2]) != (0xF8, 0xF5, 0xF0))
            {
                Assert.Fail($"Pixel {i / 3 % 2064}, {i / 3 / 2064} is neither the source's nor background.");
            }
        }

        scanned.ShouldBeInRange(3_000_000, 6_000_000); // 107 photos of 256 × 256 less their overlaps
        Same(Read(reader, 0, 0, 0, 200, 400), [.. Enumerable.Range(0, 80_000).SelectMany(_ => new byte[] { 0xF8, 0xF5, 0xF0 })]);
    }

    [Fact]
    public void Region_BeyondTheEdges_IsBackgroundThere()
    {
        using OpenSlideReader reader = Open("cmu1-fragment.ndpi");
        byte[] corner = Read(reader, 1, -7, -5, 20, 20), end = Read(reader, 1, 1070, 1430, 20, 20);
        byte[] inside = Read(reader, 1, 0, 0, 13, 15), insideEnd = Read(reader, 1, 1070, 1430, 10, 10);

        for (int y = 0; y < 20; y++)
        {
            for (int x = 0; x < 20; x++)
            {
                byte[] first = x < 7 || y < 5 ? [255, 255, 255] : inside[((((y - 5) * 13) + x - 7) * 3)..][..3];
                byte[] last = x > 9 || y > 9 ? [255, 255, 255] : insideEnd[(((y * 10) + x) * 3)..][..3];
                corner[(((y * 20) + x) * 3)..][..3].ShouldBe(first);
                end[(((y * 20) + x) * 3)..][..3].ShouldBe(last);
            }
        }

        Read(reader, 0, int.MaxValue - 100, int.MinValue, 50, 50).AsSpan().IndexOfAnyExcept((byte)255).ShouldBe(-1);
    }

    /// <summary>Blocks of the cache, pieces of large reads and reads of a region alone are the same pixels, at each level.</summary>
    [Theory]
    [InlineData("cmu1-fragment.ndpi", 0, 0)]
    [InlineData("cmu1-fragment.mrxs", 0, 0)]
    [InlineData("test3-DAPI-2-387.ndpi", 0, 0)]
    [InlineData("Mirax2-Fluorescence-2.mrxs", 3, 4)] // photos at fractions of pixels: OpenSlide rounds by where a read begins
    public void Region_FromBlocksOrAlone_IsTheSame(string name, int firstLevel, int tolerance)
    {
        using OpenSlideReader cached = Open(name), plain = Open(name, 0);
        var random = new Random(7);
        foreach (SlideLevel level in cached.Info.Levels.Skip(firstLevel))
        {
            SlideBounds at = cached.Info.Bounds ?? new SlideBounds(0, 0, cached.Info.Levels[0].Width, cached.Info.Levels[0].Height);
            for (int i = 0; i < 6; i++)
            {
                int width = random.Next(1, 300), height = random.Next(1, 300);
                int x = (int)((at.X + (random.NextDouble() * at.Width)) / level.Downsample) - (width / 2);
                int y = (int)((at.Y + (random.NextDouble() * at.Height)) / level.Downsample) - (height / 2);
                Pixels.ShouldBeClose(Read(cached, level.Index, x, y, width, height), Read(plain, level.Index, x, y, width, height), tolerance);
            }
        }
    }

    [Fact]
    public void MiraxSlide_OutsideOfWhatWasScanned_IsBackgroundWithoutAsking()
    {
        using OpenSlideReader reader = Open("Mirax2-Fluorescence-2.mrxs");

        Read(reader, 0, 0, 0, 2000, 2000).AsSpan().IndexOfAnyExcept((byte)0x80).ShouldBe(-1);
        reader.BlocksRead.ShouldBe(0);
        reader.Info.BackgroundColor.ShouldBe(0x808080);
    }

    [Fact]
    public void Patches_SharingStoredTiles_HaveEachReadOnce()
    {
        using OpenSlideReader reader = Open("cmu1-fragment.ndpi", 64 << 20);
        for (int y = 0; y < 2880; y += 224)
        {
            for (int x = 0; x < 2160; x += 224)
            {
                Read(reader, 0, x, y, 224, 224);
            }
        }

        reader.BlocksRead.ShouldBe(5 * 6); // of 480 × 544 px: whole stored tiles of 240 × 8
    }

    [Theory]
    [InlineData(2, 1000, 2000)] // whole ratios: exact
    [InlineData(16, 123_456_789, 1_975_308_624)]
    [InlineData(512, 4_000_000, 2_048_000_000)]
    [InlineData(4096, 2_000_000_000, 8_192_000_000_000)] // far beyond 32 bits
    [InlineData(2.0005055500659967, 1000, 2001)]
    [InlineData(16.0006, 3000, 48002)]
    public void Level0Position_OfAPixel_IsTheNearest(double ratio, int pixel, long level0) =>
        OpenSlideLevel.Create(1, int.MaxValue, int.MaxValue, ratio, 0, 0).ToLevel0(pixel).ShouldBe(level0);

    [Theory]
    [InlineData(240, 8, 480, 544)]
    [InlineData(3968, 8, 3968, 64)]
    [InlineData(256, 256, 512, 512)]
    [InlineData(512, 512, 512, 512)]
    [InlineData(1024, 1024, 1024, 256)] // a quarter of a tile: OpenSlide's own cache has the rest
    [InlineData(0, 0, 512, 512)]
    [InlineData(100_000, 8, 512, 512)]
    public void Blocks_OfTheCache_AreWholeTilesOfAModerateSize(int tileWidth, int tileHeight, int width, int height)
    {
        var level = OpenSlideLevel.Create(0, 100_000, 100_000, 1, tileWidth, tileHeight);
        (level.BlockWidth, level.BlockHeight).ShouldBe((width, height));
        (level.BlockWidth * level.BlockHeight).ShouldBeLessThanOrEqualTo(OpenSlideHandle.MaxPixels);
    }

    [Theory]
    [InlineData("TCGA-CR-7395-01A-01-TS1.svs", 12)]
    [InlineData("cmu1-fragment.mrxs", 40)]
    [InlineData("cmu1-fragment.ndpi", 40)]
    public async Task SixteenThreads_ReadingAtRandom_SeeWhatOneSees(string name, int reads)
    {
        (long openedBefore, long closedBefore) = OpenSlideHandle.Counts;
        using (OpenSlideReader reader = Open(name, 4 << 20))
        {
            SlideLevel level = reader.Info.Levels[1];
            byte[] whole = Read(reader, 1, 0, 0, level.Width, level.Height);
            await Task.WhenAll(Enumerable.Range(0, 16).Select(seed => Task.Run(() =>
            {
                var random = new Random(seed);
                for (int i = 0; i < reads; i++)
                {
                    int width = random.Next(1, 300), height = random.Next(1, 300);
                    int x = random.Next(0, level.Width - width), y = random.Next(0, level.Height - height);
                    byte[] region = Read(reader, 1, x, y, width, height);
                    for (int row = 0; row < height; row++)
                    {
                        // Where OpenSlide interpolates between pixels, origins differ by less than half of one, and so do reads.
                        int from = (((y + row) * level.Width) + x) * 3;
                        if (level.Width * 2 == reader.Info.Levels[0].Width
                            && !region.AsSpan(row * width * 3, width * 3).SequenceEqual(whole.AsSpan(from, width * 3)))
                        {
                            throw new InvalidDataException($"Row {y + row} at {x} differs.");
                        }
                    }
                }
            })));
        }

        // Tests of other classes open handles meanwhile, but none stays open for long.
        (long opened, long closed) = OpenSlideHandle.Counts;
        (opened - openedBefore).ShouldBeGreaterThan(0);
        (closed - closedBefore).ShouldBeGreaterThan(0);
    }

    // Says where, rather than printing both.
    private static void Same(byte[] actual, byte[] expected)
    {
        actual.Length.ShouldBe(expected.Length);
        int at = actual.AsSpan().CommonPrefixLength(expected);
        at.ShouldBe(expected.Length, at < expected.Length ? $"Sample {at} is {actual[at]}, expected {expected[at]}." : null);
    }

    private static byte[] Read(OpenSlideReader reader, int level, int x, int y, int width, int height)
    {
        byte[] rgb = new byte[width * height * 3];
        reader.ReadRegion(level, 1, x, y, width, height, rgb);
        return rgb;
    }

    private OpenSlideReader Open(string name, int cacheBytes = 16 << 20) =>
        (OpenSlideReader)new OpenSlideFormat(OpenSlides.Library).Open(Repository.Shared("data", "slides", name), pool, cacheBytes);
}
