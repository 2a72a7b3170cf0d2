using TissueNet.Slides;
using TissueNet.Stages;
using TissueNet.Tests.TestSupport;
using TissueNet.Tissue;

namespace TissueNet.Tests.Tissue;

public sealed class OtsuTissueMaskStageTests : IDisposable
{
    private const int Width = 300;
    private const int Height = 200;
    private static readonly (int, int, int) Eosin = (225, 150, 195), Pale = (235, 205, 225), Glass = (243, 243, 243), Blue = (40, 70, 170);
    private readonly PixelPool pool = new(64 << 20);

    public void Dispose() => pool.Dispose();

    [Theory]
    [InlineData(TissueChannel.Saturation)]
    [InlineData(TissueChannel.Grey)]
    [InlineData(TissueChannel.OpticalDensity)]
    public async Task Process_TissueOnNoisyGlass_FindsIt(TissueChannel channel)
    {
        TissueMask mask = await MaskAsync((x, y) => Disk(x, y, 150, 100, 60) ? Eosin : Glass, new() { Channel = channel });
        Overlap(mask.Bits, (x, y) => Disk(x, y, 150, 100, 60)).ShouldBeGreaterThan(0.97);
        mask.Mpp.ShouldBe(8);
        mask.TissueMm2.ShouldBe(Math.PI * 60 * 60 * 64 / 1e6, 0.03);
    }

    [Theory]
    [InlineData(TissueChannel.Saturation)]
    [InlineData(TissueChannel.Grey)]
    [InlineData(TissueChannel.OpticalDensity)]
    public async Task Process_BareGlass_IsEmpty(TissueChannel channel) =>
        (await MaskAsync((_, _) => Glass, new() { Channel = channel })).Bits.Count().ShouldBe(0);

    [Fact]
    public async Task Process_PureWhite_IsEmptyAndSaysSo()
    {
        TissueMask mask = await MaskAsync((_, _) => (255, 255, 255), new(), noise: 0);
        mask.Bits.Count().ShouldBe(0);
        mask.Scope.Warnings.ShouldBe(["no tissue found"]);
    }

    [Fact]
    public async Task Process_BrightSpotsOnBlack_AsksWhetherItIsFluorescence()
    {
        TissueMask mask = await MaskAsync((x, y) => Disk(x, y, 150, 100, 60) ? (90, 90, 220) : (4, 4, 4), new());
        mask.Scope.Warnings.ShouldContain(text => text.Contains("fluorescence", StringComparison.Ordinal));
        (await MaskAsync((x, y) => Disk(x, y, 150, 100, 60) ? Eosin : Glass, new())).Scope.Warnings.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(TissueChannel.Saturation)]
    [InlineData(TissueChannel.Grey)]
    [InlineData(TissueChannel.OpticalDensity)]
    public async Task Process_FullOfTissue_KeepsPaleHalf(TissueChannel channel)
    {
        // Pale stroma beside dense epithelium, no glass at all: plain Otsu would drop the stroma.
        TissueMask mask = await MaskAsync((x, _) => x < 150 ? (200, 140, 180) : (110, 60, 140), new() { Channel = channel });
        mask.Bits.Count().ShouldBe(Width * Height);
    }

    [Fact]
    public async Task Process_Gradient_IsTissueFromTheThresholdUp()
    {
        TissueMask mask = await MaskAsync((x, _) => (240, 240 - (x / 3), 240), new(), noise: 0);
        int[] first = [.. Enumerable.Range(0, Height).Select(y => Enumerable.Range(0, Width).First(x => mask.Bits[x, y]))];
        first.Max().ShouldBeLessThan(130);
        first.Min().ShouldBeGreaterThan(20);
        mask.Bits[Width - 1, Height - 1].ShouldBeTrue();
    }

    [Fact]
    public async Task Process_BluePen_IsLeftOutWithItsRim()
    {
        static bool Pen(int x, int y) => y is >= 20 and < 40 && x is >= 10 and < 200;
        static bool Rim(int x, int y) => y is >= 18 and < 42 && x is >= 8 and < 202;
        static bool Tissue(int x, int y) => Disk(x, y, 150, 120, 50);
        TissueMask mask = await MaskAsync((x, y) => Pen(x, y) ? Blue : Rim(x, y) ? (170, 185, 215) : Tissue(x, y) ? Eosin : Glass, new());
        Overlap(mask.Bits, Tissue).ShouldBeGreaterThan(0.97);
        mask.Bits.Count(0, 0, Width, 60).ShouldBe(0);

        mask = await MaskAsync((x, y) => Pen(x, y) ? Blue : Tissue(x, y) ? Eosin : Glass, new() { RejectPen = false });
        mask.Bits[100, 30].ShouldBeTrue();
    }

    [Fact]
    public async Task Process_BlackBorder_IsLeftOut()
    {
        static bool Tissue(int x, int y) => Disk(x, y, 170, 100, 50);
        TissueMask mask = await MaskAsync((x, y) => x < 40 ? (2, 3, 5) : Tissue(x, y) ? Pale : Glass, new() { Channel = TissueChannel.Grey });
        Overlap(mask.Bits, Tissue).ShouldBeGreaterThan(0.95);
    }

    [Fact]
    public async Task Process_HolesAndDebris_GoBySize()
    {
        static bool Tissue(int x, int y) => Disk(x, y, 150, 100, 80) && !Disk(x, y, 130, 100, 8) && !Disk(x, y, 180, 100, 25);
        TissueMask mask = await MaskAsync((x, y) => Tissue(x, y) || Disk(x, y, 20, 20, 7) ? Eosin : Glass, new() { MinTissue = new(20_000), MinHole = new(20_000), Close = 0 });
        mask.Bits[130, 100].ShouldBeTrue(); // 13,000 um2
        mask.Bits[180, 100].ShouldBeFalse();
        mask.Bits[20, 20].ShouldBeFalse();
    }

    [Fact]
    public async Task Process_ManyBands_EqualOne()
    {
        // 1,100 rows are three bands; each column is the same all the way down.
        byte[] rgb = Paint(90, 1100, (x, _) => x is > 20 and < 60 ? Eosin : Glass, noise: 0);
        TissueMask mask = await MaskAsync(MemorySlideReader.Slide(90, 1100, rgb, 8), new());
        for (int y = 0; y < 1100; y++)
        {
            mask.Bits.Count(0, y, 90, y + 1).ShouldBe(39);
        }
    }

    [Theory]
    [InlineData(64)]
    [InlineData(128)]
    [InlineData(100)] // does not fall on words of 64 pixels: read in bands
    public async Task Process_Tiles_EqualOneBand(int tile)
    {
        byte[] rgb = Paint(Width, Height, (x, y) => Disk(x, y, 150, 100, 60) ? Eosin : y is > 170 and < 190 ? Blue : Glass, noise: 25);
        TissueMask expected = await MaskAsync(MemorySlideReader.Slide(Width, Height, rgb, 8), new());
        using var scope = new SlideScope(0, "tiles", "tiles");
        var slide = new Slide(scope, new MemorySlideReader(Width, Height, rgb, 8, tile), 8, 8);
        MaskBlocks.For(slide, MaskGeometry.For(slide, 8)).Width.ShouldBe(tile % 64 == 0 ? tile : Width);
        Masks.ShouldBe((await MaskAsync(slide, new())).Bits, expected.Bits);
    }

    [Fact]
    public async Task Process_OneLease_ReturnedBeforeEmitting()
    {
        await MaskAsync((_, _) => Glass, new());
        pool.LeasedBytes.ShouldBe(0);
        pool.LeaseCount.ShouldBe(0);
    }

    [Fact]
    public async Task Process_SlideCoarserThanMask_KeepsItsResolution()
    {
        TissueMask mask = await MaskAsync(MemorySlideReader.Slide(30, 20, Paint(30, 20, (_, _) => Eosin, 0), 10), new());
        (mask.Mpp, mask.Bits.Width, mask.Bits.Height).ShouldBe((10, 30, 20));
    }

    [Fact]
    public async Task Process_LevelNearTheResolution_IsTakenAsItIs()
    {
        TissueMask mask = await MaskAsync(MemorySlideReader.Slide(30, 20, Paint(30, 20, (_, _) => Eosin, 0), 7.984), new());
        (mask.Mpp, mask.Bits.Width, mask.Bits.Height).ShouldBe((7.984, 30, 20));
    }

    [Fact]
    public void Geometry_TooManyPixels_SaysWhatToChange()
    {
        Slide slide = MemorySlideReader.Slide(300_000, 300_000, [], 0.25);
        Should.Throw<StageException>(() => MaskGeometry.For(slide, 1)).Remedy.ShouldNotBeNull().ShouldContain("mpp");
    }

    [Fact]
    public void Check_ImpossibleOptions_AreAllNamed()
    {
        var options = new OtsuTissueMaskStage.Options
        {
            Median = 16,
            Close = new(-1, true),
            Open = new(5000, true),
            MinTissue = new(-1),
            MinThreshold = 200,
        };
        options.Check().Select(p => p.Option).ShouldBe(["Median", "Close", "Open", "MinTissue", "MinThreshold"]);
        new OtsuTissueMaskStage.Options().Check().ShouldBeEmpty();
    }

    private static bool Disk(int x, int y, int centreX, int centreY, int radius) =>
        ((x - centreX) * (x - centreX)) + ((y - centreY) * (y - centreY)) < radius * radius;

    private static double Overlap(BitMask mask, Func<int, int, bool> truth)
    {
        int both = 0, either = 0;
        for (int y = 0; y < mask.Height; y++)
        {
            for (int x = 0; x < mask.Width; x++)
            {
                both += mask[x, y] && truth(x, y) ? 1 : 0;
                either += mask[x, y] || truth(x, y) ? 1 : 0;
            }
        }

        return (double)both / either;
    }

    private static byte[] Paint(int width, int height, Func<int, int, (int R, int G, int B)> colour, int noise)
    {
        var random = new Random(5);
        var rgb = new byte[width * height * 3];
        for (int i = 0; i < width * height; i++)
        {
            (int red, int green, int blue) = colour(i % width, i / width);
            (rgb[i * 3], rgb[(i * 3) + 1], rgb[(i * 3) + 2]) = (Noisy(red), Noisy(green), Noisy(blue));
        }

        return rgb;

        byte Noisy(int value) => (byte)Math.Clamp(value + random.Next(-noise, noise + 1), 0, 255);
    }

    private Task<TissueMask> MaskAsync(Func<int, int, (int R, int G, int B)> colour, OtsuTissueMaskStage.Options options, int noise = 3) =>
        MaskAsync(MemorySlideReader.Slide(Width, Height, Paint(Width, Height, colour, noise), 8), options);

    private async Task<TissueMask> MaskAsync(Slide slide, OtsuTissueMaskStage.Options options)
    {
        var context = new StageContext { Id = "mask", Pool = pool, BaseDirectory = "", OutputDirectory = "" };
        var output = new CollectingOutput<TissueMask>();
        await new OtsuTissueMaskStage(options, context).ProcessAsync(slide, output, TestContext.Current.CancellationToken);
        return output.Items.ShouldHaveSingleItem();
    }
}
