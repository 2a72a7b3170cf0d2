using TissueNet.Patches;
using TissueNet.Regions;
using TissueNet.Slides;
using TissueNet.Stages;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Patches;

public class ReadPatchStageTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ProcessAsync_Region_EmitsItsPixels()
    {
        byte[] pixels = new byte[64 * 48 * 3];
        new Random(1).NextBytes(pixels);
        Slide slide = MemorySlideReader.Slide(64, 48, pixels);
        using var pool = new PixelPool(1 << 20);
        var output = new Output();
        Region region = Region(slide, 10, -3, 16, 1);
        await Stage(pool).ProcessAsync(region, output, Cancellation);

        Patch patch = output.Patches.ShouldHaveSingleItem();
        byte[] expected = new byte[16 * 16 * 3];
        slide.ReadAt(10, -3, 1, 16, 16, expected);
        patch.Rgb.ToArray().ShouldBe(expected);
        (patch.Region, patch.Index, patch.Width, patch.LeasedBytes).ShouldBe((region, 5, 16, 768L));
        pool.LeaseCount.ShouldBe(1);
        patch.Dispose();
        pool.LeaseCount.ShouldBe(0);
    }

    [Fact]
    public async Task ProcessAsync_UnreadablePixels_ReturnsTheLeaseAndThrows()
    {
        using var reader = new BrokenReader();
        using var pool = new PixelPool(1 << 20);
        var output = new Output();
        var slide = new Slide(new SlideScope(0, "a", "a"), reader, 0.5, 0.5);
        for (int i = 0; i < 3; i++)
        {
            var error = await Should.ThrowAsync<SlideException>(
                async () => await Stage(pool).ProcessAsync(Region(slide, 0, 0, 224, 0.5), output, Cancellation));
            error.Message.ShouldBe("tile 7 is damaged");
            (pool.LeaseCount, pool.LeasedBytes).ShouldBe((0, 0L));
        }

        output.Patches.ShouldBeEmpty();
    }

    [Fact]
    public async Task ProcessAsync_EmittingFails_LeavesTheLeaseToTheEngine()
    {
        using var pool = new PixelPool(1 << 20);
        var output = new Output { Failure = new InvalidOperationException("refused") };
        Slide slide = MemorySlideReader.Slide(8, 8, new byte[192]);
        await Should.ThrowAsync<InvalidOperationException>(
            async () => await Stage(pool).ProcessAsync(Region(slide, 0, 0, 8, 0.5), output, Cancellation));
        pool.LeaseCount.ShouldBe(1);
        output.Patches.ShouldHaveSingleItem().Dispose(); // would throw if the stage had disposed it too
        pool.LeaseCount.ShouldBe(0);
    }

    [Fact]
    public async Task ProcessAsync_PoolSpent_WaitsUntilCancelled()
    {
        using var pool = new PixelPool(4096);
        using PixelLease held = await pool.LeaseAsync(4096, Cancellation);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        Slide slide = MemorySlideReader.Slide(8, 8, new byte[192]);
        Task call = Stage(pool).ProcessAsync(Region(slide, 0, 0, 8, 0.5), new Output(), stop.Token).AsTask();
        call.IsCompleted.ShouldBeFalse();
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(call);
        pool.LeaseCount.ShouldBe(1);
    }

    private static ReadPatchStage Stage(PixelPool pool) =>
        new(new StageContext { Id = "read_patch", Pool = pool, BaseDirectory = ".", OutputDirectory = "." });

    private static Region Region(Slide slide, int x, int y, int pixels, double mpp) => new()
    {
        Slide = slide,
        Index = 5,
        Level0X = x,
        Level0Y = y,
        Level0Width = pixels * mpp / slide.MppX,
        Level0Height = pixels * mpp / slide.MppY,
        PatchPixels = pixels,
        Mpp = mpp,
    };

    private sealed class Output : IStageOutput<Patch>
    {
        public List<Patch> Patches { get; } = [];

        public Exception? Failure { get; init; }

        public ValueTask EmitAsync(Patch item, CancellationToken cancellation = default)
        {
            Patches.Add(item);
            return Failure is null ? default : throw Failure;
        }
    }

    private sealed class BrokenReader : ISlideReader
    {
        public SlideInfo Info { get; } =
            new() { Format = "broken", Vendor = "test", Levels = [new SlideLevel(0, 1000, 1000, 1, 256, 256, "none")] };

        public IReadOnlyList<int> Shrinks(int level) => [];

        public void ReadRegion(int level, int shrink, int x, int y, int width, int height, Span<byte> rgb) =>
            throw new SlideException("a", "tile 7 is damaged");

        public byte[] ReadAssociated(string name) => throw new KeyNotFoundException(name);

        public void Dispose()
        {
        }
    }
}
