using System.Runtime.Intrinsics.X86;

namespace TissueNet.Slides;

/// <summary>Moves rectangles of RGB bytes.</summary>
internal static class RgbPixels
{
    private const int CacheLine = 64;
    private const int RowsAhead = 3;

    /// <summary>Fills whole pixels with a colour.</summary>
    /// <param name="rgb">Pixels.</param>
    /// <param name="color">0xRRGGBB.</param>
    public static void Fill(Span<byte> rgb, int color)
    {
        byte red = (byte)(color >> 16), green = (byte)(color >> 8), blue = (byte)color;
        if (red == green && green == blue)
        {
            rgb.Fill(red);
            return;
        }

        for (int i = 0; i + 2 < rgb.Length; i += 3)
        {
            rgb[i] = red;
            rgb[i + 1] = green;
            rgb[i + 2] = blue;
        }
    }

    /// <summary>Fills a rectangle.</summary>
    /// <param name="rgb">From the rectangle's first byte on.</param>
    /// <param name="stride">Bytes from row to row.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="color">0xRRGGBB.</param>
    public static void Fill(Span<byte> rgb, int stride, int width, int height, int color)
    {
        for (int row = 0; row < height; row++)
        {
            Fill(rgb.Slice(row * stride, width * 3), color);
        }
    }

    /// <summary>Copies a rectangle.</summary>
    /// <param name="source">From the rectangle's first byte on.</param>
    /// <param name="sourceStride">Bytes from row to row.</param>
    /// <param name="target">From the rectangle's first byte on.</param>
    /// <param name="targetStride">Bytes from row to row.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    public static void Copy(ReadOnlySpan<byte> source, int sourceStride, Span<byte> target, int targetStride, int width, int height)
    {
        for (int row = 0; row < height; row++)
        {
            if (row + RowsAhead < height)
            {
                Prefetch(source.Slice((row + RowsAhead) * sourceStride, width * 3));
            }

            source.Slice(row * sourceStride, width * 3).CopyTo(target[(row * targetStride)..]);
        }
    }

    // The processor guesses along a row but not from row to row, so that each row of a tile would begin with a wait for memory.
    private static unsafe void Prefetch(ReadOnlySpan<byte> row)
    {
        if (Sse.IsSupported)
        {
            fixed (byte* begin = row)
            {
                for (byte* line = begin; line < begin + row.Length; line += CacheLine)
                {
                    Sse.Prefetch0(line);
                }
            }
        }
    }
}
