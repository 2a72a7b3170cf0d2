using TissueNet.Regions;
using TissueNet.Slides;
using TissueNet.Stages;
using TissueNet.Tests.TestSupport;
using TissueNet.Tests.Tissue;
using TissueNet.Tissue;

namespace TissueNet.Tests.Regions;

/// <summary>Slides without pixels, for what only asks their size.</summary>
internal static class GridSlides
{
    public static Slide Of(int width, int height, double mppX = 0.5, double? mppY = null, string name = "slide") =>
        new(new SlideScope(0, name, name), new MemorySlideReader(width, height, [], mppX), mppX, mppY ?? mppX);

    /// <summary>A mask with random tissue, or all of it.</summary>
    public static TissueMask Mask(Slide slide, double mpp = 8, int percent = 100, int seed = 1)
    {
        MaskGeometry geometry = MaskGeometry.For(slide, mpp);
        return new TissueMask(slide, Masks.Make(geometry.Width, geometry.Height, seed, percent), geometry.Mpp);
    }

    public static async Task<RegionGrid> CutAsync(TissueMask mask, RegionGridStage.Options options)
    {
        var output = new CollectingOutput<RegionGrid>();
        await new RegionGridStage(options).ProcessAsync(mask, output, TestContext.Current.CancellationToken);
        return output.Items.ShouldHaveSingleItem();
    }
}
