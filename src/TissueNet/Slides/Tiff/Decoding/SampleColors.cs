namespace TissueNet.Slides.Tiff.Decoding;

/// <summary>Makes RGB of stored samples. What is transparent shows the background, which in a TIFF is white.</summary>
internal sealed class SampleColors
{
    private readonly int samples;
    private readonly int colors;
    private readonly int step;
    private readonly int high;
    private readonly byte inverted;
    private readonly byte[] palette;
    private readonly bool hasAlpha;
    private readonly bool isStraight;

    /// <summary>Prepares for an image.</summary>
    /// <param name="image">How its samples are stored.</param>
    public SampleColors(TiffImage image)
    {
        samples = image.Samples;
        colors = samples < 3 ? 1 : 3;
        step = image.BitsPerSample / 8;
        high = step == 2 && !image.IsBigEndian ? 1 : 0;
        inverted = (byte)(image.Photometric == 0 ? 255 : 0);
        palette = image.Photometric == 3 ? Palette(image.Directory.Integers(TiffTag.ColorMap, 768)) : [];
        isStraight = image.ExtraSample == 2;

        // As libtiff has it: a fourth sample of unspecified meaning is premultiplied alpha, a second one beside grey is nothing.
        hasAlpha = samples > colors && (colors == 3 || image.ExtraSample > 0);
        IsRgb = samples == 3 && step == 1;
    }

    /// <summary>Whether there is nothing to do: samples are RGB bytes already.</summary>
    public bool IsRgb { get; }

    /// <summary>Shows a colour on white.</summary>
    /// <param name="value">Red, green or blue.</param>
    /// <param name="alpha">How opaque it is.</param>
    /// <param name="isStraight">Whether the value is the colour itself; else it is already multiplied by alpha.</param>
    public static byte OnWhite(int value, int alpha, bool isStraight) => alpha == 255
        ? (byte)value
        : (byte)(isStraight ? ((value * alpha) + (255 * (255 - alpha)) + 127) / 255 : Math.Min(255, value + 255 - alpha));

    /// <summary>Converts pixels.</summary>
    /// <param name="stored">Their samples; of 16-bit ones the high byte counts.</param>
    /// <param name="rgb">Receives three bytes for each.</param>
    public void Convert(ReadOnlySpan<byte> stored, Span<byte> rgb)
    {
        if (IsRgb)
        {
            stored[..rgb.Length].CopyTo(rgb);
            return;
        }

        if (palette.Length > 0)
        {
            for (int i = 0, o = 0; o < rgb.Length; i++, o += 3)
            {
                palette.AsSpan(stored[i] * 3, 3).CopyTo(rgb[o..]);
            }

            return;
        }

        int green = colors == 1 ? 0 : step, blue = colors == 1 ? 0 : 2 * step;
        for (int i = high, o = 0; o < rgb.Length; i += samples * step, o += 3)
        {
            (rgb[o], rgb[o + 1], rgb[o + 2]) =
                ((byte)(stored[i] ^ inverted), (byte)(stored[i + green] ^ inverted), (byte)(stored[i + blue] ^ inverted));
            if (hasAlpha && stored[i + (colors * step)] is not 255 and var alpha)
            {
                for (int c = o; c < o + 3; c++)
                {
                    rgb[c] = OnWhite(rgb[c], alpha, isStraight);
                }
            }
        }
    }

    // Values are of 16 bits by the standard, but some writers leave the high byte empty.
    private static byte[] Palette(long[] map)
    {
        int shift = map.All(v => v < 256) ? 0 : 8;
        byte[] rgb = new byte[768];
        for (int i = 0; i < 256; i++)
        {
            for (int c = 0; c < 3; c++)
            {
                rgb[(i * 3) + c] = (byte)(map[(c * 256) + i] >> shift);
            }
        }

        return rgb;
    }
}
