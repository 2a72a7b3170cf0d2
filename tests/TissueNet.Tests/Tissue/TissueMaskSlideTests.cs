using TissueNet.Slides;
using TissueNet.Slides.Synthetic;
using TissueNet.Stages;
using TissueNet.Tests.TestSupport;
using TissueNet.Tissue;

namespace TissueNet.Tests.Tissue;

public class TissueMaskSlideTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Process_SyntheticSlide_AgreesWithTheTruth(int seed)
    {
        using var reader = new SyntheticSlideReader(new SyntheticSlideSpec { Width = 8000, Height = 7000, Seed = seed });
        TissueMask mask = await MaskAsync(reader, 0.5);
        int both = 0, either = 0, pen = 0, inkInMask = 0;
        for (int y = 0; y < mask.Bits.Height; y += 5)
        {
            for (int x = 0; x < mask.Bits.Width; x += 5)
            {
                // Fat is white at this resolution; only its neighbourhood says that it is tissue, so either answer is right.
                SyntheticClass truth = reader.Truth.ClassAt((x + 0.5) * mask.Mpp / 0.5, (y + 0.5) * mask.Mpp / 0.5);
                bool tissue = truth is not (SyntheticClass.Glass or SyntheticClass.Pen);
                both += truth != SyntheticClass.Fat && tissue && mask.Bits[x, y] ? 1 : 0;
                either += truth != SyntheticClass.Fat && (tissue || mask.Bits[x, y]) ? 1 : 0;
                pen += truth == SyntheticClass.Pen ? 1 : 0;
                inkInMask += truth == SyntheticClass.Pen && mask.Bits[x, y] ? 1 : 0;
            }
        }

        ((double)both / either).ShouldBeGreaterThan(0.9);
        pen.ShouldBeGreaterThan(10);
        inkInMask.ShouldBeLessThanOrEqualTo(pen / 50);
    }

    [Fact]
    public async Task Process_RealSlide_FindsTheSkin()
    {
        string path = Repository.Shared("data", "slides", "CMU-1-Small-Region.svs");
        using var pool = new PixelPool(64 << 20);
        using ISlideReader reader = SlideFormats.Open(path, pool, 0);
        TissueMask mask = await MaskAsync(reader, 0.499);
        ((double)mask.Bits.Count() / (mask.Bits.Width * mask.Bits.Height)).ShouldBeInRange(0.34, 0.42); // the strip of skin, by eye
        mask.Bits.Count(0, 0, 20, mask.Bits.Height).ShouldBe(0); // glass to its left
        mask.Coverage(1000, 2500, 400, 400).ShouldBe(1, 0.02); // dermis
    }

    private static async Task<TissueMask> MaskAsync(ISlideReader reader, double mpp)
    {
        using var pool = new PixelPool(64 << 20);
        var context = new StageContext { Id = "mask", Pool = pool, BaseDirectory = "", OutputDirectory = "" };
        var output = new CollectingOutput<TissueMask>();
        using var scope = new SlideScope(0, "slide", "slide");
        await new OtsuTissueMaskStage(new(), context).ProcessAsync(new Slide(scope, reader, mpp, mpp), output, TestContext.Current.CancellationToken);
        return output.Items.ShouldHaveSingleItem();
    }
}
