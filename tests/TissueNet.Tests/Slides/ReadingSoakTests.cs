using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using TissueNet.Slides;
using TissueNet.Slides.Jpeg;
using TissueNet.Slides.Tiff;
using TissueNet.Stages;
using TissueNet.Tests.Slides.Mutations;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Slides;

/// <summary>
/// Sixteen threads read one slide at random, with hardly any memory to cache in and others asking for that, and see what one thread sees.
/// TISSUENET_SOAK_SECONDS is how long per slide (default 1), TISSUENET_BENCH_SLIDE names one more slide.
/// </summary>
public sealed class ReadingSoakTests
{
    private const int Threads = 16;
    private const int Regions = 400;
    private const int Side = 300;

    private static readonly int Seconds =
        int.TryParse(Environment.GetEnvironmentVariable("TISSUENET_SOAK_SECONDS"), CultureInfo.InvariantCulture, out int seconds) ? seconds : 1;

    public static TheoryData<string> Slides => new(new[]
    {
        "cmu1-fragment.tif", "CMU-1-Small-Region.svs", "cmu1-fragment-deflate.tif", "cmu1-fragment.ndpi", "cmu1-fragment.mrxs",
        "TCGA-CR-7395-01A-01-TS1.svs", Environment.GetEnvironmentVariable("TISSUENET_BENCH_SLIDE") ?? "",
    }.Where(s => s.Length > 0));

    [Theory]
    [MemberData(nameof(Slides))]
    public async Task SixteenThreads_AtRandom_ReadTheSameBytesAsOne(string slide)
    {
        using var folder = new TemporaryFolder();
        string path = Path.IsPathRooted(slide) ? slide : CopyOf(Repository.Shared("data", "slides", slide), folder);
        Region[] regions;
        try
        {
            regions = ReadAlone(path);
        }
        catch (SlideException exception) when (exception.Message.Contains("OpenSlide", StringComparison.Ordinal))
        {
            Assert.Skip(exception.Message); // not installed
            throw;
        }

        int handles = Handles(path);
        using var pool = new PixelPool(3 << 20);
        long read = 0, waited = 0;
        using (ISlideReader reader = SlideFormats.Open(path, pool, 2 << 20))
        {
            var wrong = new ConcurrentQueue<string>();
            long end = Stopwatch.GetTimestamp() + (Seconds * Stopwatch.Frequency);
            IEnumerable<Task> readers = Enumerable.Range(0, Threads).Select(thread => Task.Factory.StartNew(
                () =>
                {
                    var random = new Random(thread);
                    byte[] pixels = new byte[Side * Side * 3];
                    while (Stopwatch.GetTimestamp() < end && wrong.IsEmpty)
                    {
                        Region region = regions[random.Next(regions.Length)];
                        if (random.Next(8) == 0)
                        {
                            reader.Prefetch(region.Level, region.Shrink, region.X, region.Y, region.Width, region.Height);
                        }

                        region.Read(reader, pixels);
                        if (region.Hash(pixels) != region.Expected)
                        {
                            wrong.Enqueue(region.ToString());
                        }

                        Interlocked.Increment(ref read);
                    }
                },
                TestContext.Current.CancellationToken,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default));

            // Somebody who wants nearly all of the memory, and so has the cache give up what it holds.
            async Task TakeMemory()
            {
                while (Stopwatch.GetTimestamp() < end)
                {
                    using (PixelLease lease = await pool.LeaseAsync(5 << 19, TestContext.Current.CancellationToken))
                    {
                        lease.GetSpan().Clear();
                        await Task.Delay(2, TestContext.Current.CancellationToken);
                    }

                    waited++;
                    await Task.Delay(2, TestContext.Current.CancellationToken);
                }
            }

            await Task.WhenAll([.. readers, Task.Run(TakeMemory, TestContext.Current.CancellationToken)]);
            wrong.ShouldBeEmpty();
        }

        pool.LeaseCount.ShouldBe(0);
        pool.LeasedBytes.ShouldBe(0);
        Handles(path).ShouldBe(handles);
        read.ShouldBeGreaterThanOrEqualTo(Threads);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{Path.GetFileName(path)}: {read:N0} regions of {Regions} different ones by {Threads} threads in {Seconds} s, memory taken away {waited:N0} times");
    }

    // A file of its own, since other tests open the shared one while handles are counted.
    private static string CopyOf(string slide, TemporaryFolder folder)
    {
        string copy = folder.File(Path.GetFileName(slide)), files = Path.ChangeExtension(slide, null);
        File.Copy(slide, copy);
        if (Directory.Exists(files))
        {
            DirectoryInfo target = Directory.CreateDirectory(Path.ChangeExtension(copy, null));
            foreach (string file in Directory.EnumerateFiles(files))
            {
                File.Copy(file, Path.Combine(target.FullName, Path.GetFileName(file)));
            }
        }

        return copy;
    }

    [Fact]
    public async Task SixteenThreads_Decoding_TakeNoMoreDecompressorsThanThreads()
    {
        TurboJpeg? library = TurboJpeg.Find();
        Assert.SkipWhen(library is null, "libjpeg-turbo is not installed.");
        using var decoder = new TurboJpegDecoder(library!);
        using var pool = new PixelPool(1 << 20);
        using ISlideReader reader = new TiffSlideFormat(decoder).Open(Repository.Shared("data", "slides", "CMU-1-Small-Region.svs"), pool, 0);

        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Factory.StartNew(
            () =>
            {
                byte[] pixels = new byte[100 * 100 * 3];
                for (int i = 0; i < 20; i++)
                {
                    reader.ReadRegion(0, 1, i * 100, thread * 100, 100, 100, pixels);
                }
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        decoder.Decompressors.ShouldBeInRange(1, Threads);
    }

    private static Region[] ReadAlone(string path)
    {
        using var pool = new PixelPool(64 << 20);
        using ISlideReader reader = SlideFormats.Open(path, pool, 32 << 20);
        var random = new Random(1);
        byte[] pixels = new byte[Side * Side * 3];
        return [.. Enumerable.Range(0, Regions).Select(_ =>
        {
            SlideLevel level = reader.Info.Levels[random.Next(reader.Info.Levels.Count)];
            int[] shrinks = [1, .. reader.Shrinks(level.Index)];
            int shrink = shrinks[random.Next(shrinks.Length)];
            var region = new Region(
                level.Index, shrink, random.Next(-20, level.Width / shrink), random.Next(-20, level.Height / shrink),
                random.Next(1, Side), random.Next(1, Side), 0);
            region.Read(reader, pixels);
            return region with { Expected = region.Hash(pixels) };
        })];
    }

    private static int Handles(string path) => ProcessFigures.Exist ? ProcessFigures.HandlesTo(Path.GetFullPath(path)) : 0;

    private sealed record Region(int Level, int Shrink, int X, int Y, int Width, int Height, ulong Expected)
    {
        public void Read(ISlideReader reader, byte[] pixels) => reader.ReadRegion(Level, Shrink, X, Y, Width, Height, pixels);

        public ulong Hash(byte[] pixels)
        {
            var hash = new HashCode();
            hash.AddBytes(pixels.AsSpan(0, Width * Height * 3));
            return unchecked((ulong)hash.ToHashCode());
        }
    }
}
