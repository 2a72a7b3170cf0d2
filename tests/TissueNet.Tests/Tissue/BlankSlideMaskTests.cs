using TissueNet.Slides;
using TissueNet.Slides.Tiff;
using TissueNet.Stages;
using TissueNet.Tests.Slides;
using TissueNet.Tests.TestSupport;
using TissueNet.Tissue;

namespace TissueNet.Tests.Tissue;

/// <summary>What is blank is not decoded and not measured pixel by pixel, and the mask does not show it.</summary>
public sealed class BlankSlideMaskTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Mask_OfASlideThatIsMostlyBlank_IsThatOfAllItsPixels(int shrink)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("a.tif");
        Blanks.Write(path, 3200, 2400, "tile,tile-width=256,tile-height=256,compression=jpeg,Q=75");
        byte[] rgb = Blanks.DecodedOneByOne(path, shrink, out int width, out int height);
        using var pool = new PixelPool(64 << 20);
        using var reader = (TiffSlideReader)SlideFormats.Open(path, pool, 0);
        using var memory = new MemorySlideReader(width, height, rgb, 0.5 * shrink);
        using var scope = new SlideScope(0, "slide", "slide");
        Slide stored = new(scope, reader, 0.5, 0.5), plain = new(scope, memory, 0.5 * shrink, 0.5 * shrink);
        MaskGeometry geometry = MaskGeometry.For(stored, 0.5 * shrink);
        MaskBlocks blocks = MaskBlocks.For(stored, geometry);

        blocks.Width.ShouldBe(256 / shrink); // a tile each
        MaskGeometry.For(plain, 0.5 * shrink).ShouldBe(geometry);
        byte[] scratch = new byte[MaskPixels.ScratchBytes(geometry, blocks)];
        MaskPixels pixels = MaskPixels.Read(stored, geometry, blocks, new(), scratch, TestContext.Current.CancellationToken);

        long[] histogram = new long[256];
        int differing = 0;
        for (int i = 0; i < width * height; i++)
        {
            (byte red, byte green, byte blue) = (rgb[i * 3], rgb[(i * 3) + 1], rgb[(i * 3) + 2]);
            byte saturation = ChannelPlane.Saturation(red, green, blue);
            bool isInk = InkRules.IsInk(red, green, blue, black: true, pen: true);
            differing += scratch[i] != saturation || (pixels.Ink?[i % width, i / width] ?? false) != isInk ? 1 : 0;
            histogram[saturation] += isInk ? 0 : 1;
        }

        differing.ShouldBe(0);
        pixels.Histogram.ShouldBe(histogram);
        reader.TilesDecoded.ShouldBeLessThan(reader.TilesTouched / 2);
        (await MaskAsync(stored, shrink)).SequenceEqual(await MaskAsync(plain, shrink)).ShouldBeTrue();
    }

    private static async Task<List<bool>> MaskAsync(Slide slide, int shrink)
    {
        using var pool = new PixelPool(64 << 20);
        var context = new StageContext { Id = "mask", Pool = pool, BaseDirectory = "", OutputDirectory = "" };
        var output = new CollectingOutput<TissueMask>();
        await new OtsuTissueMaskStage(new() { Mpp = 0.5 * shrink, Median = new(2, false), Close = new(4, false) }, context)
            .ProcessAsync(slide, output, TestContext.Current.CancellationToken);
        BitMask bits = output.Items.ShouldHaveSingleItem().Bits;
        return [.. from y in Enumerable.Range(0, bits.Height) from x in Enumerable.Range(0, bits.Width) select bits[x, y]];
    }
}
