using TissueNet.Slides;
using TissueNet.Slides.Jpeg;
using TissueNet.Slides.Writing;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Slides.Writing;

public sealed class ResumeTests : IDisposable
{
    private static readonly ConversionOptions Small = new() { TileSize = 64, Threads = 3 };
    private readonly ConversionRig rig = new();

    public void Dispose() => rig.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(211)]
    public async Task Stopped_StartedAgain_MakesTheSameBytes(int stopAt)
    {
        await rig.ConvertAsync(new PaintedSlideReader(1100, 900), rig.Output("whole.tif"), Small);
        using var stop = new CancellationTokenSource();
        using var first = new PaintedSlideReader(1100, 900) { OnRead = n => Stop(stop, n, stopAt) };
        await Should.ThrowAsync<OperationCanceledException>(() => rig.ConvertUntilAsync(first, rig.Output(), Small, JpegEncoders.Default, stop.Token));
        File.Exists(rig.Output()).ShouldBeFalse();
        rig.Leftovers.Order().ShouldBe([".out.tif.partial", ".out.tif.partial.checkpoint"]);

        int reads = 0;
        using var second = new PaintedSlideReader(1100, 900) { OnRead = n => reads = n };
        await rig.ConvertAsync(second, rig.Output(), Small);

        (await IsWholeAsync("out.tif")).ShouldBeTrue();
        reads.ShouldBeLessThanOrEqualTo((18 * 15) - stopAt);
        rig.Leftovers.ShouldBeEmpty();
        rig.Pool.LeasedBytes.ShouldBe(0);
    }

    [Fact]
    public async Task KilledBetweenCheckpoints_StartedAgain_MakesTheSameBytes()
    {
        ConversionOptions often = Small with { CheckpointInterval = TimeSpan.FromTicks(1) };
        await rig.ConvertAsync(new PaintedSlideReader(1100, 900), rig.Output("whole.tif"), Small);

        // A kill leaves the files as they are at any instant: a checkpoint, and a file that has gone on since.
        Directory.CreateDirectory(rig.Output("killed"));
        string partial = rig.Output(".out.tif.partial");
        using var first = new PaintedSlideReader(1100, 900)
        {
            OnRead = n =>
            {
                if (n == 150)
                {
                    File.Copy(partial + ".checkpoint", rig.Output("killed/.out.tif.partial.checkpoint"));
                    File.WriteAllBytes(rig.Output("killed/.out.tif.partial"), [.. ReadShared(partial), .. new byte[5000]]);
                }
            },
        };
        await rig.ConvertAsync(first, rig.Output(), often);
        int reads = 0;
        using var second = new PaintedSlideReader(1100, 900) { OnRead = n => reads = n };
        await rig.ConvertAsync(second, rig.Output("killed/out.tif"), Small);

        (await IsWholeAsync("killed/out.tif")).ShouldBeTrue();
        (await IsWholeAsync("out.tif")).ShouldBeTrue();
        reads.ShouldBeInRange(1, (18 * 15) - 140);
    }

    [Fact]
    public async Task OtherOptionsOrDamagedCheckpoint_StartAnew()
    {
        await rig.ConvertAsync(new PaintedSlideReader(1100, 900), rig.Output("whole.tif"), Small);
        await File.WriteAllTextAsync(rig.Output(".out.tif.partial"), new string('x', 5_000_000), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(rig.Output(".out.tif.partial.checkpoint"), "short", TestContext.Current.CancellationToken);
        await rig.ConvertAsync(new PaintedSlideReader(1100, 900), rig.Output(), Small);
        (await IsWholeAsync("out.tif")).ShouldBeTrue();
        rig.Leftovers.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(512 << 20, 800_000)] // row by row, then block by block
    [InlineData(800_000, 512 << 20)]
    public async Task Stopped_StartedAgainWithOtherMemory_MakesTheBytesOfThatMemory(long before, long after)
    {
        await rig.ConvertAsync(Rows(), rig.Output("whole.tif"), Small with { MemoryBytes = after });
        using var stop = new CancellationTokenSource();
        using PaintedSlideReader first = Rows(n => Stop(stop, n, 60));
        await Should.ThrowAsync<OperationCanceledException>(
            () => rig.ConvertUntilAsync(first, rig.Output(), Small with { MemoryBytes = before }, JpegEncoders.Default, stop.Token));

        await rig.ConvertAsync(Rows(), rig.Output(), Small with { MemoryBytes = after });

        (await IsWholeAsync("out.tif")).ShouldBeTrue();
        rig.Leftovers.ShouldBeEmpty();
        rig.Pool.LeasedBytes.ShouldBe(0);

        static PaintedSlideReader Rows(Action<int>? onRead = null)
        {
            var reader = new PaintedSlideReader(1100, 900);
            return new PaintedSlideReader(1100, 900)
            {
                Info = reader.Info with { Levels = [new SlideLevel(0, 1100, 900, 1, 1100, 8, "none")] },
                OnRead = onRead,
            };
        }
    }

    [Fact]
    public async Task SourceThatFails_LeavesNothing()
    {
        using var source = new PaintedSlideReader(1100, 900)
        {
            OnRead = n =>
            {
                if (n == 100)
                {
                    throw new SlideException("painted", "Tile 100 is damaged.");
                }
            },
        };
        (await Should.ThrowAsync<SlideException>(() => rig.ConvertAsync(source, rig.Output(), Small))).Message.ShouldBe("Tile 100 is damaged.");
        Directory.EnumerateFileSystemEntries(rig.Path).ShouldBeEmpty();
        rig.Pool.LeasedBytes.ShouldBe(0);
    }

    [Fact]
    public async Task DamagedRealSlide_LeavesNothing()
    {
        string path = Repository.Shared("data", "corrupt", "unreadable.svs");
        await Should.ThrowAsync<SlideException>(() => ConversionRig.ConvertAsync(path, rig.Output(), new ConversionOptions { Threads = 2 }));
        Directory.EnumerateFileSystemEntries(rig.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task FileOfAnotherConversion_UnderWay_IsLeftAlone()
    {
        await using FileStream other = new(rig.Output(".out.tif.partial"), FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        await Should.ThrowAsync<IOException>(() => rig.ConvertAsync(new PaintedSlideReader(100, 90), rig.Output(), Small));
        File.Exists(rig.Output(".out.tif.partial")).ShouldBeTrue();
    }

    private static void Stop(CancellationTokenSource stop, int read, int stopAt)
    {
        if (read == stopAt)
        {
            stop.Cancel();
        }
    }

    private static byte[] ReadShared(string path)
    {
        // The writer holds the file for itself, but a copy of its bytes is what a kill leaves.
        using var process = System.Diagnostics.Process.Start("cp", [path, path + ".copy"]);
        process.WaitForExit();
        byte[] bytes = File.ReadAllBytes(path + ".copy");
        File.Delete(path + ".copy");
        return bytes;
    }

    private async Task<bool> IsWholeAsync(string name)
    {
        byte[] bytes = await File.ReadAllBytesAsync(rig.Output(name), TestContext.Current.CancellationToken);
        byte[] whole = await File.ReadAllBytesAsync(rig.Output("whole.tif"), TestContext.Current.CancellationToken);
        return bytes.AsSpan().SequenceEqual(whole);
    }
}
