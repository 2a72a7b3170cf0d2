using TissueNet.Slides;
using TissueNet.Slides.Jpeg;
using TissueNet.Slides.Writing;
using TissueNet.Stages;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Slides.Writing;

/// <summary>Converts into a temporary folder and reads what comes out.</summary>
internal sealed class ConversionRig : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public PixelPool Pool { get; } = new(256 << 20);

    public string Path => folder.Path;

    public string Output(string name = "out.tif") => folder.File(name);

    /// <summary>Files that a conversion leaves beside its result.</summary>
    public IEnumerable<string> Leftovers => Directory.EnumerateFileSystemEntries(folder.Path, ".*").Select(f => System.IO.Path.GetFileName(f)!);

    public static Task<ConversionResult> ConvertAsync(string slide, string target, ConversionOptions options) =>
        new SlideConverter(options, JpegEncoders.Default, TimeProvider.System)
            .ConvertAsync(slide, target, new ConversionProgress(), TestContext.Current.CancellationToken);

    /// <summary>Converts a slide that is no file.</summary>
    public Task<ConversionResult> ConvertAsync(ISlideReader reader, string target, ConversionOptions options, IJpegEncoder? jpeg = null) =>
        ConvertUntilAsync(reader, target, options, jpeg ?? JpegEncoders.Default, TestContext.Current.CancellationToken);

    /// <summary>Converts until it is stopped.</summary>
    public async Task<ConversionResult> ConvertUntilAsync(
        ISlideReader reader, string target, ConversionOptions options, IJpegEncoder jpeg, CancellationToken stop)
    {
        var description = new TiffPageDescription(reader.Info.MppX, reader.Info.MppY, "a test", "TissueNet", reader.Info.IccProfile);
        var context = new ConversionContext(
            "painted", target, reader, description, options, jpeg, Pool, new ConversionProgress(), TimeProvider.System);
        return options.Kind == ConversionKind.DeepZoom
            ? await new DeepZoomConversion(context).RunAsync(stop)
            : await new TiffConversion(context).RunAsync(stop);
    }

    public ISlideReader Open(string path) => SlideFormats.Open(path, Pool, 16 << 20);

    /// <summary>Pixels of a level.</summary>
    public static byte[] Level(ISlideReader reader, int level)
    {
        SlideLevel size = reader.Info.Levels[level];
        byte[] rgb = new byte[size.Width * size.Height * 3];
        reader.ReadRegion(level, 1, 0, 0, size.Width, size.Height, rgb);
        return rgb;
    }

    /// <summary>The mean of squares of pixels, as often as the level is halved; odd edges are left out.</summary>
    public static byte[] Halved(byte[] rgb, int width, int height, int times)
    {
        for (; times > 0; times--, width /= 2, height /= 2)
        {
            byte[] half = new byte[width / 2 * (height / 2) * 3];
            for (int i = 0; i < half.Length; i++)
            {
                int x = i / 3 % (width / 2), y = i / 3 / (width / 2), at = (((2 * y * width) + (2 * x)) * 3) + (i % 3);
                half[i] = (byte)((rgb[at] + rgb[at + 3] + rgb[at + (width * 3)] + rgb[at + (width * 3) + 3] + 2) / 4);
            }

            rgb = half;
        }

        return rgb;
    }

    public static double MeanDifference(byte[] a, byte[] b)
    {
        a.Length.ShouldBe(b.Length);
        long sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += Math.Abs(a[i] - b[i]);
        }

        return (double)sum / a.Length;
    }

    public void Dispose()
    {
        Pool.Dispose();
        folder.Dispose();
    }
}
