using TissueNet.Slides;
using TissueNet.Stages;
using TissueNet.Tests.TestSupport;
using TissueNet.Tissue;

namespace TissueNet.Tests.EndToEnd;

/// <summary>Slides that are open at once share the run's memory: what one has cached must not starve the other.</summary>
public sealed class SharedMemoryTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Mask_WhileAnotherSlideFillsTheCache_GetsItsMemory()
    {
        using var pool = new PixelPool(21 << 20);
        var context = new StageContext { Id = "stage", Pool = pool, BaseDirectory = "", OutputDirectory = "" };
        using var open = new OpenSlideStage(new() { Cache = new ByteSize(20 << 20), DefaultMpp = 0.5 }, context);
        using var first = new SlideScope(0, "a", Repository.Shared("data", "slides", "CMU-1-Small-Region.svs"), Cancellation);
        using var second = new SlideScope(1, "b", Repository.Shared("data", "slides", "grey10kx5k.tif"), Cancellation);
        Slide reading = await OpenAsync(open, first), masked = await OpenAsync(open, second);
        byte[] rgb = new byte[300 * 300 * 3];

        // Overlapping, so that the cache learns that tiles are wanted again, and keeps all it can.
        for (int y = 0; y < reading.Height; y += 200)
        {
            for (int x = 0; x < reading.Width; x += 200)
            {
                reading.Reader.ReadRegion(0, 1, x, y, 300, 300, rgb);
            }
        }

        pool.LeasedBytes.ShouldBeGreaterThan(17L << 20);
        var stage = new OtsuTissueMaskStage(new() { Mpp = 1, Median = new Extent(3, true), Close = new Extent(5, true) }, context);
        var output = new CollectingOutput<TissueMask>();
        await stage.ProcessAsync(masked, output, Cancellation).AsTask().WaitAsync(TimeSpan.FromSeconds(30), Cancellation);

        output.Items.ShouldHaveSingleItem();
        reading.Reader.ReadRegion(0, 1, 1, 1, 300, 300, rgb);
    }

    private static async Task<Slide> OpenAsync(OpenSlideStage stage, SlideScope scope)
    {
        var output = new CollectingOutput<Slide>();
        await stage.ProcessAsync(new SlideFile(scope), output, Cancellation);
        return output.Items[0];
    }
}
