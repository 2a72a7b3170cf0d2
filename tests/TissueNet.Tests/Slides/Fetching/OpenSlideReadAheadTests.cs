using TissueNet.Slides;
using TissueNet.Slides.Jpeg;
using TissueNet.Slides.Tiff;
using TissueNet.Stages;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Slides.Fetching;

public sealed class OpenSlideReadAheadTests
{
    private static readonly string File = Repository.Shared("data", "slides", "cmu1-fragment.tif");

    [Fact]
    public async Task FailedSlide_WithHintsOutstanding_GivesTheMemoryBackBeforeItEnds()
    {
        using var pool = new PixelPool(64 << 20);
        (OpenSlideStage stage, List<ImitatedStorage> storages) = Stage(pool, new());
        using (stage)
        {
            using (var scope = new SlideScope(0, "slide", File))
            {
                Slide slide = await OpenAsync(stage, scope);
                slide.Prefetch(0, 0, slide.Mpp, 2220, 2967);
                SpinWait.SpinUntil(() => pool.LeasedBytes > 0, TimeSpan.FromSeconds(10)).ShouldBeTrue();
                scope.Fail(new StageFailure("stage", "broken", null, null, null));
                SpinWait.SpinUntil(() => pool.LeaseCount == 0, TimeSpan.FromSeconds(10)).ShouldBeTrue();
            }

            (storages[0].IsClosed, storages[0].WasMisused, pool.LeaseCount).ShouldBe((true, false, 0));
        }
    }

    [Fact]
    public async Task TwoSlides_SharingTheBudget_StayWithinItTogether()
    {
        using var pool = new PixelPool(64 << 20);
        const int Budget = 300_000;
        (OpenSlideStage stage, List<ImitatedStorage> storages) = Stage(pool, new() { ReadAhead = new(Budget), Cache = new(0) });
        using (stage)
        {
            using SlideScope first = new(0, "a", File), second = new(1, "b", File);
            Slide[] slides = [await OpenAsync(stage, first), await OpenAsync(stage, second)];
            byte[] rgb = new byte[2220 * 2967 * 3];
            foreach (Slide slide in slides)
            {
                slide.Prefetch(0, 0, slide.Mpp, 2220, 2967);
            }

            foreach (Slide slide in slides)
            {
                slide.ReadAt(0, 0, slide.Mpp, 2220, 2967, rgb);
            }
        }

        pool.PeakLeasedBytes.ShouldBeInRange(1, Budget);
        pool.LeaseCount.ShouldBe(0);
        storages.ShouldAllBe(s => s.IsClosed && !s.WasMisused);
    }

    [Fact]
    public void Options_ReadAhead_CountsAsHeldAndIsNotNegative()
    {
        var options = new OpenSlideStage.Options { Cache = new(10), ReadAhead = new(5) };
        options.HeldBytes(null, 1, 1).ShouldBe(15);
        (options with { ReadAhead = new(-1) }).Check().ShouldHaveSingleItem().Message.ShouldContain("0 B or more");
    }

    private static (OpenSlideStage Stage, List<ImitatedStorage> Storages) Stage(PixelPool pool, OpenSlideStage.Options options)
    {
        List<ImitatedStorage> storages = [];
        var format = new TiffSlideFormat(JpegDecoders.Default, path =>
        {
            storages.Add(new ImitatedStorage(new FileByteSource(path), TimeSpan.FromMilliseconds(4)));
            return storages[^1];
        });
        var context = new StageContext { Id = "open_slide", Pool = pool, BaseDirectory = "", OutputDirectory = "" };
        return (new OpenSlideStage(options with { DefaultMpp = 0.5 }, context) { OpenFile = (path, cache, ahead, _) => format.Open(path, cache, ahead) }, storages);
    }

    private static async Task<Slide> OpenAsync(OpenSlideStage stage, SlideScope scope)
    {
        var output = new CollectingOutput<Slide>();
        await stage.ProcessAsync(new SlideFile(scope), output, TestContext.Current.CancellationToken);
        return output.Items[0];
    }
}
