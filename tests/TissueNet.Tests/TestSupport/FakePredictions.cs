using TissueNet.Inference;
using TissueNet.Regions;
using TissueNet.Slides;
using TissueNet.Stages;

namespace TissueNet.Tests.TestSupport;

/// <summary>A slide with a grid of predictions, for tests of what comes after inference.</summary>
internal static class FakePredictions
{
    /// <summary>A grid of patches of 16 px at the slide's mpp, side by side.</summary>
    public static RegionGrid Grid(Slide slide, int patchPixels = 16)
    {
        int columns = slide.Width / patchPixels, rows = slide.Height / patchPixels;
        return new RegionGrid
        {
            Slide = slide,
            Columns = columns,
            Rows = rows,
            StrideX = patchPixels,
            StrideY = patchPixels,
            PatchPixels = patchPixels,
            Mpp = slide.Mpp,
            Regions =
            [
                .. Enumerable.Range(0, columns * rows).Select(i => new Region
                {
                    Slide = slide,
                    Index = i,
                    Column = i % columns,
                    Row = i / columns,
                    Level0X = i % columns * patchPixels,
                    Level0Y = i / columns * patchPixels,
                    Level0Width = patchPixels,
                    Level0Height = patchPixels,
                    PatchPixels = patchPixels,
                    Mpp = slide.Mpp,
                }),
            ],
        };
    }

    /// <summary>A grid that is kept in the slide's scope, as the engine does.</summary>
    public static RegionGrid KeptGrid(Slide slide, int patchPixels = 16)
    {
        RegionGrid grid = Grid(slide, patchPixels);
        slide.Scope.Keep("open_slide", slide);
        slide.Scope.Keep("region_grid", grid);
        return grid;
    }

    /// <summary>A prediction.</summary>
    public static PatchPrediction Of(Region region, IReadOnlyList<string> classes, params float[] probabilities) =>
        new() { Region = region with { Priority = region.Index * 0.5 }, ClassNames = classes, Probabilities = probabilities };

    /// <summary>A white slide of memory.</summary>
    public static Slide Slide(int width = 64, int height = 48, string name = "slide", int index = 0)
    {
        byte[] white = new byte[width * height * 3];
        Array.Fill(white, (byte)255);
        return new Slide(new SlideScope(index, name, "/slides/" + name + ".tif"), new MemorySlideReader(width, height, white), 0.5, 0.5);
    }

    /// <summary>How a slide ended well.</summary>
    public static SlideOutcome Succeeded(SlideScope scope) => new(scope, SlideStatus.Succeeded, null, TimeSpan.FromSeconds(1.5));

    /// <summary>A report's context.</summary>
    public static StageContext Context(string output, TimeProvider? time = null) => new()
    {
        Id = "report",
        Pool = new PixelPool(1 << 20),
        BaseDirectory = output,
        OutputDirectory = output,
        Time = time ?? TimeProvider.System,
    };
}
