using System.Diagnostics;
using CsCheck;
using TissueNet.Slides;
using TissueNet.Slides.Tiff;
using TissueNet.Stages;
using TissueNet.Tests.Slides.Mutations;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Slides;

/// <summary>Damaged, odd and hostile files: a clean error or pixels, in bounded time and memory.</summary>
public sealed class CorruptFileTests
{
    private const int MaxLevelSide = 1024;
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(5);

    public static TheoryData<string> Folders =>
        ["corrupt", "corrupt/fuzz", "corrupt/pillow", "corrupt/Mirax2-Fluorescence-1", "slides", "slides/tiff-variants", "textures"];

    [Theory]
    [MemberData(nameof(Folders))]
    public void AnyFile_OpenedAndRead_EndsInPixelsOrASlideException(string folder)
    {
        string[] paths = [.. Directory.EnumerateFiles(Repository.Shared(["data", .. folder.Split('/')])).Order(StringComparer.Ordinal)];
        paths.ShouldNotBeEmpty();
        var outcomes = new List<string>();
        foreach (string path in paths)
        {
            foreach (string? only in new[] { null, "tiff", "openslide", "vips" })
            {
                outcomes.Add($"{Path.GetFileName(path)} [{only ?? "auto"}]: {Outcome(path, only)}");
            }
        }

        foreach (string outcome in outcomes)
        {
            TestContext.Current.TestOutputHelper?.WriteLine(outcome);
        }
    }

    [Theory]
    [InlineData("corrupt/pillow/multipage_single_frame_loop.tiff", "loop")]
    [InlineData("corrupt/unreadable.svs", "Tile (0, 0) of level 0")]
    [InlineData("corrupt/notanimage.txt", "notanimage.txt")]
    public void BadFile_Read_SaysWhatIsWrong(string file, string says)
    {
        using var pool = new PixelPool(64 << 20);
        string path = Repository.Shared(["data", .. file.Split('/')]);

        var failure = Should.Throw<SlideException>(() =>
        {
            using ISlideReader reader = SlideFormats.Open(path, pool, 1 << 20);
            reader.ReadRegion(0, 1, 0, 0, 16, 16, new byte[16 * 16 * 3]);
        });

        failure.Message.ShouldContain(says);
        failure.Path.ShouldBe(path);
    }

    [Fact]
    public void TruncatedTile_Read_FailsRatherThanShowingGrey()
    {
        using var folder = new TemporaryFolder();
        byte[] whole = File.ReadAllBytes(Repository.Shared("data", "slides", "CMU-1-Small-Region.svs"));
        for (int at = 3000; at < whole.Length - 40_000; at += 20_000)
        {
            whole.AsSpan(at, 200).Clear(); // inside stored tiles
        }

        string path = folder.File("damaged.svs");
        File.WriteAllBytes(path, whole);
        using var pool = new PixelPool(64 << 20);
        using ISlideReader reader = SlideFormats.Open(path, pool, 8 << 20);
        int failed = 0;
        for (int y = 0; y < 2967; y += 240)
        {
            for (int x = 0; x < 2220; x += 240)
            {
                try
                {
                    reader.ReadRegion(0, 1, x, y, 240, 240, new byte[240 * 240 * 3]);
                }
                catch (SlideException)
                {
                    failed++;
                }
            }
        }

        failed.ShouldBeGreaterThan(20);
        reader.Dispose();
        pool.LeaseCount.ShouldBe(0);
    }

    [Theory]
    [InlineData("cmu1-fragment.tif")]
    [InlineData("cmu1-fragment-deflate.tif")]
    [InlineData("tiff-variants/tiff_tiled_planar_lzw.tiff")]
    [InlineData("yb10kx5k.zstd.tiff")]
    [InlineData("webp")]
    [InlineData("patch.tif")] // uncompressed
    public void TilesOfHalfTheirLength_Read_FailRatherThanShowingHalf(string file)
    {
        byte[] bytes = file == "webp" ? WebPTiff.Make() : File.ReadAllBytes(Repository.Shared(["data", "slides", .. file.Split('/')]));
        TiffMap map = TiffMap.Of(bytes)!;
        foreach ((long at, int size) in map.Lengths)
        {
            map.Encode(map.Integer(at, size) * 2 / 3, size).CopyTo(bytes, at);
        }

        using var pool = new PixelPool(64 << 20);
        using var cache = new TileCache(pool, 16 << 20);
        using TiffSlideReader reader = new TiffSlideFormat().Open(file, new MemoryByteSource(bytes), cache, ownsCache: false);
        int failed = 0, read = 0;
        byte[] pixels = new byte[64 * 64 * 3];
        foreach (SlideLevel level in reader.Info.Levels)
        {
            for (int y = 0; y < level.Height; y += Math.Max(1, level.Height / 12))
            {
                for (int x = 0; x < level.Width; x += Math.Max(1, level.Width / 12))
                {
                    try
                    {
                        reader.ReadRegion(level.Index, 1, x, y, 64, 64, pixels);
                        read += pixels.Distinct().Count() > 1 ? 1 : 0; // else background: nothing is stored there
                    }
                    catch (SlideException exception)
                    {
                        exception.Message.ShouldContain("Tile (");
                        failed++;
                    }
                }
            }
        }

        read.ShouldBe(0);
        failed.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("corrupt/small.svs")]
    [InlineData("slides/boxes.tiff")]
    [InlineData("slides/be_cog.tiff")]
    [InlineData("slides/tiff-variants/tiled-rgb-u8.tif")]
    public void Mutations_OfARealFile_EndInPixelsOrASlideException(string file)
    {
        byte[] whole = File.ReadAllBytes(Repository.Shared(["data", .. file.Split('/')]));
        using var pool = new PixelPool(8 << 20);
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Int[0, 599], Gen.Byte, Gen.Byte, Gen.Bool).Sample((any, near, first, second, atEnd) =>
        {
            byte[] bytes = (byte[])whole.Clone();
            bytes[any] = first;
            near = Math.Min(near, bytes.Length - 1);
            bytes[atEnd ? ^(near + 1) : near] = second; // where directories lie
            using var cache = new TileCache(pool, 1 << 20);
            try
            {
                using TiffSlideReader reader = new TiffSlideFormat().Open(file, new MemoryByteSource(bytes), cache, ownsCache: false);
                reader.ReadRegion(0, 1, 0, 0, 300, 300, new byte[300 * 300 * 3]);
            }
            catch (SlideException)
            {
            }
        }, iter: 500);
        pool.LeaseCount.ShouldBe(0);
    }

    private static string Outcome(string path, string? only)
    {
        using var pool = new PixelPool(32 << 20);
        long managed = GC.GetAllocatedBytesForCurrentThread();
        long started = Stopwatch.GetTimestamp();
        string outcome;
        try
        {
            using ISlideReader reader = SlideFormats.Open(path, pool, 8 << 20, only);
            outcome = Read(reader);
        }
        catch (SlideException exception)
        {
            exception.Message.ShouldContain(Path.GetFileName(path));
            if (only is null)
            {
                exception.Remedy.ShouldNotBeNullOrWhiteSpace(exception.Message);
            }

            outcome = $"refused: {exception.Message}";
        }

        pool.LeaseCount.ShouldBe(0, path);
        pool.PeakLeasedBytes.ShouldBeLessThanOrEqualTo(8 << 20, path);
        Stopwatch.GetElapsedTime(started).ShouldBeLessThan(path.Contains("corrupt", StringComparison.Ordinal) ? MostTime : 6 * MostTime, path); // sound slides are large
        (GC.GetAllocatedBytesForCurrentThread() - managed).ShouldBeLessThan(400L << 20, path);
        return outcome;
    }

    private static string Read(ISlideReader reader)
    {
        var done = new List<string>();
        foreach (SlideLevel level in reader.Info.Levels)
        {
            int width = Math.Min(level.Width, MaxLevelSide), height = Math.Min(level.Height, MaxLevelSide);
            reader.ReadRegion(level.Index, 1, 0, 0, width, height, new byte[width * height * 3]);
            reader.ReadRegion(level.Index, 1, level.Width - 8, level.Height - 8, 16, 16, new byte[16 * 16 * 3]);
            foreach (int shrink in reader.Shrinks(level.Index))
            {
                reader.ReadRegion(level.Index, shrink, -1, -1, 64, 64, new byte[64 * 64 * 3]);
            }

            done.Add($"{level.Width}x{level.Height} {level.Codec}");
        }

        foreach (string name in reader.Info.Associated.Keys)
        {
            reader.ReadAssociated(name).Length.ShouldBeGreaterThan(0);
        }

        return $"{reader.Info.Format}: {string.Join(", ", done)}";
    }
}
