using NetVips;
using TissueNet.Slides;
using TissueNet.Slides.Vips;
using TissueNet.Stages;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Slides;

public sealed class NetVipsSlideTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly PixelPool pool = new(16 << 20);

    public void Dispose()
    {
        folder.Dispose();
        pool.Dispose();
    }

    /// <summary>Whatever both readers read, they read alike.</summary>
    [Theory]
    [InlineData("tiff-variants")]
    [InlineData("")]
    public void File_ThatBothReadersRead_HasEqualPixels(string sub)
    {
        int compared = 0;
        foreach (string path in Directory.EnumerateFiles(Repository.Shared("data", "slides", sub), "*.tif*"))
        {
            ISlideReader? tiff = Open(path, "tiff"), vips = Open(path, "vips");
            if (tiff is not null && vips is not null)
            {
                foreach (SlideLevel level in tiff.Info.Levels)
                {
                    int width = Math.Min(level.Width, 1500), height = Math.Min(level.Height, 1500);
                    byte[] ours = new byte[width * height * 3], theirs = new byte[width * height * 3];
                    tiff.ReadRegion(level.Index, 1, 0, 0, width, height, ours);
                    vips.ReadRegion(level.Index, 1, 0, 0, width, height, theirs);

                    // libvips rounds alpha differently, and not at all when it drops it.
                    Pixels.ShouldBeClose(ours, theirs, level.Codec == "jpeg" ? 4 : path.EndsWith("patch.tif", StringComparison.Ordinal) ? 1 : 0);
                    compared++;
                }
            }

            tiff?.Dispose();
            vips?.Dispose();
        }

        compared.ShouldBeGreaterThan(12);
    }

    [Theory]
    [InlineData(".png")]
    [InlineData(".jpg")]
    [InlineData(".tif[tile,compression=packbits]")]
    public void Image_SavedByLibvips_ReadsBack(string suffix)
    {
        string path = folder.File("slide" + suffix.Split('[')[0]);
        byte[] rgb = new byte[120 * 80 * 3];
        for (int i = 0; i < rgb.Length; i++)
        {
            rgb[i] = (byte)((i / 3 % 120) + (i / 360));
        }

        VipsRuntime.Unusable.ShouldBeNull();
        using (Image image = Image.NewFromMemory(rgb, 120, 80, 3, Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb, xres: 2000, yres: 2000))
        {
            image.WriteToFile(folder.File("slide" + suffix));
        }

        using ISlideReader reader = SlideFormats.Open(path, pool, 0, "vips");
        byte[] region = new byte[60 * 50 * 3];
        reader.ReadRegion(0, 1, -10, 40, 60, 50, region); // beyond the left and the bottom

        reader.ShouldBeOfType<NetVipsSlideReader>();
        (reader.Info.Levels[0].Width, reader.Info.Levels[0].Height).ShouldBe((120, 80));
        reader.Info.MppX!.Value.ShouldBe(0.5, 0.02);
        region[0].ShouldBe((byte)255);
        region[45 * 60 * 3].ShouldBe((byte)255);
        Math.Abs(region[30] - rgb[40 * 120 * 3]).ShouldBeLessThan(4);
    }

    [Fact]
    public void Open_StackOfPlanes_IsRefusedWithItsNumber()
    {
        Should.Throw<SlideException>(() => SlideFormats.Open(Repository.Shared("data", "slides", "multi-channel-z-series.ome.tif"), pool, 0))
            .Message.ShouldContain("15 images of 439 x 167 px");
    }

    [Fact]
    public void Orientation_InATiff_IsApplied()
    {
        using ISlideReader upright = SlideFormats.Open(Repository.Shared("data", "corrupt", "test_orient1.tif"), pool, 0, "vips");
        using ISlideReader upsideDown = SlideFormats.Open(Repository.Shared("data", "corrupt", "test_orient3.tif"), pool, 0);
        byte[] one = new byte[120 * 180 * 3], three = new byte[120 * 180 * 3];
        upright.ReadRegion(0, 1, 0, 0, 120, 180, one);
        upsideDown.ReadRegion(0, 1, 0, 0, 120, 180, three);

        one.AsSpan(0, 3).ToArray().ShouldBe(three.AsSpan(three.Length - 3, 3).ToArray());
        one.AsSpan(300, 3).ToArray().ShouldBe(three.AsSpan(three.Length - 303, 3).ToArray());
    }

    [Fact]
    public void Image_WithDeepAndTransparentPixels_IsFlattenedOnWhite()
    {
        VipsRuntime.Unusable.ShouldBeNull();
        using (Image deep = Image.Black(10, 10, bands: 4).Linear([1, 1, 1, 1], [65535, 0, 0, 32768]).Cast(Enums.BandFormat.Ushort)
            .Copy(interpretation: Enums.Interpretation.Rgb16))
        {
            deep.WriteToFile(folder.File("deep.png"));
        }

        using ISlideReader reader = SlideFormats.Open(folder.File("deep.png"), pool, 0);
        byte[] pixel = new byte[3];
        reader.ReadRegion(0, 1, 5, 5, 1, 1, pixel);

        pixel[0].ShouldBe((byte)255);
        ((int)pixel[1]).ShouldBeInRange(126, 129);
    }

    [Fact]
    public void HugeUntiledImage_Opened_IsRefusedBeforeDecoding()
    {
        VipsRuntime.Unusable.ShouldBeNull();
        using (Image huge = Image.Black(30_000, 16_000, bands: 3))
        {
            huge.Pngsave(folder.File("huge.png"), compression: 1);
        }

        var failure = Should.Throw<SlideException>(() => SlideFormats.Open(folder.File("huge.png"), pool, 0));

        failure.Message.ShouldContain("30000 x 16000");
        failure.Remedy!.ShouldContain("pyramidal TIFF");
    }

    private ISlideReader? Open(string path, string reader)
    {
        try
        {
            return SlideFormats.Open(path, pool, 1 << 20, reader);
        }
        catch (SlideException)
        {
            return null;
        }
    }
}
