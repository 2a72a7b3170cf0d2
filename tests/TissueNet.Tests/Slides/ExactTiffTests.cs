using NetVips;
using TissueNet.Slides;
using TissueNet.Slides.Tiff;
using TissueNet.Stages;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Slides;

/// <summary>As <see cref="ExactResolutionTests"/>, through files as libvips writes them.</summary>
public sealed class ExactTiffTests : IDisposable
{
    private const int Width = 1501;
    private const int Height = 1103;
    private const double MppX = 0.5;
    private const double PixelsPerPeriod = 9;

    private readonly TemporaryFolder folder = new();
    private readonly PixelPool pool = new(256 << 20);

    public void Dispose()
    {
        folder.Dispose();
        pool.Dispose();
    }

    // Levels of 750, 375, 187 x 551, 275, 137 pixels: odd sizes halved with rounding down.
    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.63)]
    [InlineData(0.997)]
    [InlineData(1)]
    [InlineData(1.7)]
    [InlineData(2)]
    [InlineData(3.3)]
    [InlineData(4)]
    [InlineData(7.9)]
    [InlineData(16)]
    public void ReadAt_LosslessPyramid_ShowsThePositionAskedFor(double mpp) =>
        WorstError(mpp, MppX, new VOption { { "compression", Enums.ForeignTiffCompression.Deflate }, { "pyramid", true } })
            .ShouldBeLessThan(mpp < MppX ? 0.16 : 0.13);

    [Theory]
    [InlineData(0.8)]
    [InlineData(2)]
    [InlineData(5.1)]
    public void ReadAt_PyramidOfOblongPixels_ShowsThePositionAskedFor(double mpp) =>
        WorstError(mpp, MppX / 2, new VOption { { "compression", Enums.ForeignTiffCompression.Lzw }, { "pyramid", true } })
            .ShouldBeLessThan(0.13);

    // A single level: what is coarser comes from the decoder at 1/2, 1/4 and 1/8.
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.8)]
    [InlineData(1)]
    [InlineData(1.5)]
    [InlineData(2)]
    [InlineData(3.1)]
    [InlineData(4)]
    [InlineData(9.7)]
    public void ReadAt_SingleJpegLevel_ShowsThePositionAskedFor(double mpp) =>
        WorstError(mpp, MppX, new VOption { { "compression", Enums.ForeignTiffCompression.Jpeg }, { "Q", 95 } }).ShouldBeLessThan(0.2);

    // Colour at half resolution and coarse steps of brightness: a single pixel tells little, and blue nothing; the middle one of
    // all errors tells a shift.
    [Theory]
    [InlineData(1)]
    [InlineData(3.3)]
    [InlineData(8)]
    public void ReadAt_JpegPyramidOfUsualQuality_ShowsThePositionAskedFor(double mpp) =>
        Errors(mpp, MppX, new VOption { { "compression", Enums.ForeignTiffCompression.Jpeg }, { "Q", 75 }, { "pyramid", true } })
            .Select(error => Math.IEEERemainder(error, PixelsPerPeriod)).Order().ToArray().ShouldSatisfyAllConditions(
                errors => errors[errors.Length / 2].ShouldBe(0, 0.06),
                errors => errors[errors.Length / 5].ShouldBeGreaterThan(-0.3),
                errors => errors[errors.Length * 4 / 5].ShouldBeLessThan(0.3));

    /// <summary>The largest distance, in target pixels, between what a pixel shows and where it is, over as much of the slide as the time allows, but its rim.</summary>
    private double WorstError(double mpp, double mppY, VOption options) => Errors(mpp, mppY, options).Max(Math.Abs);

    private List<double> Errors(double mpp, double mppY, VOption options)
    {
        var errors = new List<double>();
        foreach (bool isVertical in (ReadOnlySpan<bool>)[false, true])
        {
            double step = mpp / (isVertical ? mppY : MppX);
            CoordinateCode code = new(0, isVertical ? Height : Width, PixelsPerPeriod * Math.Max(1, step));
            string path = Write(code, isVertical, mppY, options);
            using var cache = new TileCache(pool, 64 << 20);
            using TiffSlideReader reader = new TiffSlideFormat().Open(path, new FileByteSource(path), cache, ownsCache: false);
            reader.Info.MppX!.Value.ShouldBe(MppX, 1e-4);
            reader.Info.MppY!.Value.ShouldBe(mppY, 1e-4);

            // A fractional origin, and beyond what the last pixels of smaller levels show.
            double left = (2 * mpp / MppX) + 3.37, top = (2 * mpp / mppY) + 1.61;
            int width = (int)((Width - (2 * left)) * MppX / mpp), height = (int)((Height - (2 * top)) * mppY / mpp);
            (width, height) = (Math.Min(width, 611), Math.Min(height, 417));
            byte[] rgb = new byte[width * height * 3];
            new Slide(new SlideScope(0, "s", path), reader, MppX, mppY).ReadAt(left, top, mpp, width, height, rgb);
            for (int i = 0; i < width * height; i++)
            {
                double expected = isVertical ? top + (((i / width) + 0.5) * step) : left + (((i % width) + 0.5) * step);
                errors.Add((code.Decode(rgb.AsSpan(i * 3, 3)) - expected) / step);
            }
        }

        return errors;
    }

    private string Write(CoordinateCode code, bool isVertical, double mppY, VOption options)
    {
        byte[] rgb = new byte[Width * Height * 3];
        for (int i = 0; i < Width * Height; i++)
        {
            code.Encode((isVertical ? i / Width : i % Width) + 0.5, rgb.AsSpan(i * 3, 3));
        }

        string path = folder.File($"{isVertical}.tif");
        using Image image = Image.NewFromMemory(rgb, Width, Height, 3, Enums.BandFormat.Uchar).Copy(
            interpretation: Enums.Interpretation.Srgb, xres: 1000 / MppX, yres: 1000 / mppY);
        var all = new VOption { { "tile", true }, { "tile_width", 256 }, { "tile_height", 256 } };
        foreach ((string name, object value) in options)
        {
            all.Add(name, value);
        }

        image.WriteToFile(path, all);
        return path;
    }
}
