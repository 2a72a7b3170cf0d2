using NetVips;
using TissueNet.Slides;
using TissueNet.Slides.Tiff;
using TissueNet.Slides.Vips;
using TissueNet.Slides.Writing;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Slides.Writing;

public sealed class PyramidTests : IDisposable
{
    private static readonly ConversionOptions Fine = new() { Quality = 95, IsSubsampled = false, Threads = 2 };
    private readonly ConversionRig rig = new();

    public static TheoryData<int, int, int> Sizes => new()
    {
        { 1, 1, 1 }, { 513, 1, 1 }, { 1, 700, 1 }, { 512, 512, 1 }, { 513, 513, 2 }, { 511, 1030, 3 }, { 1025, 1537, 3 }, { 2050, 60, 3 }, { 2600, 2100, 4 },
    };

    public void Dispose() => rig.Dispose();

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task AnySize_Converted_HasTheLevelsAndPixels(int width, int height, int levels)
    {
        using var source = new PaintedSlideReader(width, height);
        ConversionResult result = await rig.ConvertAsync(source, rig.Output(), Fine);
        result.Levels.ShouldBe(levels);
        rig.Pool.LeasedBytes.ShouldBe(0);
        using ISlideReader made = rig.Open(rig.Output());
        made.Info.Levels.Count.ShouldBe(levels);
        made.Info.MppX!.Value.ShouldBe(0.25, 1e-9);
        byte[] original = ConversionRig.Level(source, 0);
        for (int level = 0; level < levels; level++)
        {
            (made.Info.Levels[level].Width, made.Info.Levels[level].Height).ShouldBe((width >> level, height >> level));
            byte[] expected = ConversionRig.Halved(original, width, height, level);
            ConversionRig.MeanDifference(ConversionRig.Level(made, level), expected).ShouldBeLessThan(1.5, $"level {level}");
        }

        rig.Leftovers.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("CMU-1-Small-Region.svs", 5.0)]
    [InlineData("cmu1-fragment.tif", 4.5)]
    [InlineData("kidney-48-5.tif", 3.0)]
    public async Task RealSlide_Converted_StaysClose(string name, double most)
    {
        string path = Repository.Shared("data", "slides", name);
        await ConversionRig.ConvertAsync(path, rig.Output(), new ConversionOptions { Threads = 2 });
        using ISlideReader source = rig.Open(path), made = rig.Open(rig.Output());
        byte[] original = ConversionRig.Level(source, 0);
        (int width, int height) = (source.Info.Levels[0].Width, source.Info.Levels[0].Height);
        foreach (SlideLevel level in made.Info.Levels)
        {
            byte[] expected = ConversionRig.Halved(original, width, height, level.Index);
            ConversionRig.MeanDifference(ConversionRig.Level(made, level.Index), expected).ShouldBeLessThan(most, $"level {level.Index}");
        }

        made.Info.Vendor.ShouldBe("generic-tiff");
        made.Info.ObjectivePower.ShouldBe(source.Info.ObjectivePower);
        made.Info.MppX.HasValue.ShouldBe(source.Info.MppX.HasValue);
        if (source.Info.MppX is { } mpp)
        {
            made.Info.MppX!.Value.ShouldBe(mpp, 1e-6);
        }
    }

    [Theory]
    [InlineData(1300, 900, 512)]
    [InlineData(1025, 513, 256)]
    [InlineData(257, 130, 128)]
    public async Task PagesAndResolution_AsLibvipsWritesThem(int width, int height, int tile)
    {
        using var source = new PaintedSlideReader(width, height, mpp: 0.499);
        await rig.ConvertAsync(source, rig.Output(), new ConversionOptions { TileSize = tile, Threads = 2 });
        VipsRuntime.Unusable.ShouldBeNull();
        using Image pixels = Image.NewFromMemory(ConversionRig.Level(source, 0), width, height, 3, Enums.BandFormat.Uchar);
        using Image scaled = pixels.Copy(interpretation: Enums.Interpretation.Srgb, xres: 1000 / 0.499, yres: 1000 / 0.499);
        scaled.Tiffsave(
            rig.Output("vips.tif"), compression: Enums.ForeignTiffCompression.Jpeg, q: 75, tile: true, tileWidth: tile, tileHeight: tile, pyramid: true);
        using Image ours = Image.Tiffload(rig.Output()), theirs = Image.Tiffload(rig.Output("vips.tif"));
        int pages = (int)theirs.Get("n-pages");
        ours.Get("n-pages").ShouldBe(pages);
        ours.Xres.ShouldBe(theirs.Xres, 1e-3);
        for (int page = 0; page < pages; page++)
        {
            using Image a = Image.Tiffload(rig.Output(), page: page), b = Image.Tiffload(rig.Output("vips.tif"), page: page);
            (a.Width, a.Height, a.Bands).ShouldBe((b.Width, b.Height, b.Bands));
            a.Xres.ShouldBe(b.Xres, 1e-3);
            ConversionRig.MeanDifference(a.WriteToMemory<byte>(), b.WriteToMemory<byte>()).ShouldBeLessThan(1.5, $"page {page}");
        }
    }

    [Fact]
    public async Task EveryPage_ReadByLibvips_HasThePixelsThatWeRead()
    {
        await ConversionRig.ConvertAsync(
            Repository.Shared("data", "slides", "CMU-1-Small-Region.svs"), rig.Output(), new ConversionOptions { Threads = 2 });
        using ISlideReader made = rig.Open(rig.Output());
        foreach (SlideLevel level in made.Info.Levels)
        {
            using Image page = Image.Tiffload(rig.Output(), page: level.Index);
            Pixels.ShouldBeClose(ConversionRig.Level(made, level.Index), page.WriteToMemory<byte>(), 1);
        }
    }

    [Fact]
    public async Task NumberOfThreads_MakesNoDifferenceToBytes()
    {
        using var source = new PaintedSlideReader(3000, 2100);
        await rig.ConvertAsync(source, rig.Output("1.tif"), new ConversionOptions { TileSize = 128, Threads = 1 });
        await rig.ConvertAsync(source, rig.Output("7.tif"), new ConversionOptions { TileSize = 128, Threads = 7 });
        byte[] one = await BytesAsync("1.tif"), seven = await BytesAsync("7.tif");
        seven.AsSpan().SequenceEqual(one).ShouldBeTrue();
    }

    [Fact]
    public async Task BeyondTheClassicLimit_IsBigTiffWithTheSamePixels()
    {
        using var source = new PaintedSlideReader(1300, 900);
        await rig.ConvertAsync(source, rig.Output("classic.tif"), new ConversionOptions());
        await rig.ConvertAsync(source, rig.Output("big.tif"), new ConversionOptions { ClassicLimit = 20_000 });
        (await BytesAsync("classic.tif"))[2].ShouldBe((byte)42);
        (await BytesAsync("big.tif"))[2].ShouldBe((byte)43);
        using ISlideReader classic = rig.Open(rig.Output("classic.tif")), big = rig.Open(rig.Output("big.tif"));
        ConversionRig.MeanDifference(ConversionRig.Level(big, 1), ConversionRig.Level(classic, 1)).ShouldBe(0);
        using Image vips = Image.Tiffload(rig.Output("big.tif"), page: 1);
        vips.Width.ShouldBe(650);
    }

    [Fact]
    public async Task ColourProfile_IsCopied_AndWithoutMppThereIsNoResolution()
    {
        byte[] profile = [.. Enumerable.Range(0, 300).Select(i => (byte)i)];
        SlideInfo info = new PaintedSlideReader(40, 30, mpp: null).Info with { IccProfile = profile };
        using var source = new PaintedSlideReader(40, 30) { Info = info };
        await rig.ConvertAsync(source, rig.Output(), new ConversionOptions());
        using var bytes = new FileByteSource(rig.Output());
        TiffDirectory first = TiffFile.Read(rig.Output(), bytes).Directories[0];
        first.Bytes(TiffTag.IccProfile, 1000).ShouldBe(profile);
        first.Has(TiffTag.XResolution).ShouldBeFalse();
        first.Text(TiffTag.ImageDescription).ShouldBe("a test");
    }

    [Fact]
    public async Task TilesOfOneColour_AreStoredOnce()
    {
        byte[] white = new byte[2048 * 1024 * 3];
        Array.Fill(white, (byte)255);
        using var source = new MemorySlideReader(2048, 1024, white);
        ConversionResult result = await rig.ConvertAsync(source, rig.Output(), new ConversionOptions { TileSize = 256, Threads = 2 });
        result.Bytes.ShouldBeLessThan(8000);
        using Image vips = Image.Tiffload(rig.Output());
        vips.Min().ShouldBe(255);
    }

    [Fact]
    public async Task WithoutLibjpegTurbo_LibvipsEncodes()
    {
        using var source = new PaintedSlideReader(700, 500);
        await rig.ConvertAsync(source, rig.Output(), Fine, jpeg: new NetVipsJpegEncoder());
        using ISlideReader made = rig.Open(rig.Output());
        ConversionRig.MeanDifference(ConversionRig.Level(made, 0), ConversionRig.Level(source, 0)).ShouldBeLessThan(1.5);
    }

    private Task<byte[]> BytesAsync(string name) => File.ReadAllBytesAsync(rig.Output(name), TestContext.Current.CancellationToken);
}
