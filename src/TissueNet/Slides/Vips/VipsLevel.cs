using NetVips;

namespace TissueNet.Slides.Vips;

/// <summary>An image that libvips has open, turned upright and converted to 8-bit RGB on the way out.</summary>
/// <param name="stored">As it is in the file.</param>
/// <param name="rgb">As RGB, without alpha.</param>
internal sealed class VipsLevel(Image stored, Image rgb) : IDisposable
{
    public int Width => rgb.Width;

    public int Height => rgb.Height;

    /// <summary>Whether it is stored as one channel, with or without alpha.</summary>
    public bool IsGrey => stored.Bands < 3;

    /// <summary>Name of the loader that reads it, such as <c>pngload</c>.</summary>
    public string Loader => stored.Contains("vips-loader") ? (string)stored.Get("vips-loader") : "unknown";

    /// <summary>Pixels per millimetre as the file says; 1 or what amounts to 72 dpi when it does not.</summary>
    public (double X, double Y) PixelsPerMillimetre => (stored.Xres, stored.Yres);

    /// <summary>Bytes of the whole image, decoded.</summary>
    public static long DecodedBytes(Image image) => (long)image.Width * image.Height * image.Bands * SampleBytes(image.Format);

    /// <summary>Opens an image; decodes nothing yet.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Loader options: <c>page</c>, <c>subifd</c>.</param>
    /// <param name="check">Looks at the header before anything is set up.</param>
    /// <exception cref="VipsException">libvips cannot.</exception>
    public static VipsLevel Open(string path, VOption options, Action<Image> check)
    {
        // The path is escaped: in "name[option]" libvips would take the brackets for options of the loader.
        Image stored = Image.NewFromFile(Escape(path), access: Enums.Access.Random, failOn: Enums.FailOn.Warning, kwargs: options);
        try
        {
            check(stored);
            return new VipsLevel(stored, ToRgb(stored));
        }
        catch
        {
            stored.Dispose();
            throw;
        }
    }

    /// <summary>Reads a rectangle that lies within the image.</summary>
    /// <exception cref="VipsException">Pixels cannot be read.</exception>
    public unsafe void Read(int x, int y, int width, int height, Span<byte> target, int stride)
    {
        using Image part = rgb.Crop(x, y, width, height);
        nint pixels = part.WriteToMemory(out ulong size);
        try
        {
            RgbPixels.Copy(new ReadOnlySpan<byte>((void*)pixels, (int)size), width * 3, target, stride, width, height);
        }
        finally
        {
            NetVips.NetVips.Free(pixels);
        }
    }

    public void Dispose()
    {
        rgb.Dispose();
        stored.Dispose();
    }

    private static string Escape(string path) => path.Contains('[', StringComparison.Ordinal) ? path + "[]" : path;

    private static Image ToRgb(Image stored)
    {
        using Image upright = stored.Autorot();
        using Image color = upright.Colourspace(Enums.Interpretation.Srgb);
        using Image opaque = color.HasAlpha() ? color.Flatten(background: [255, 255, 255]) : color.Copy();
        using Image bytes = opaque.Cast(Enums.BandFormat.Uchar);
        return bytes.Bands switch
        {
            3 => bytes.Copy(),
            > 3 => bytes.ExtractBand(0, n: 3),
            _ => throw new VipsException($"it has {bytes.Bands} colour bands, expected 3"),
        };
    }

    private static int SampleBytes(Enums.BandFormat format) => format switch
    {
        Enums.BandFormat.Uchar or Enums.BandFormat.Char => 1,
        Enums.BandFormat.Ushort or Enums.BandFormat.Short => 2,
        Enums.BandFormat.Dpcomplex => 16,
        Enums.BandFormat.Double or Enums.BandFormat.Complex => 8,
        _ => 4,
    };
}
