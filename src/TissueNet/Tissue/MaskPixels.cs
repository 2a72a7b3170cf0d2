using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using TissueNet.Slides;

namespace TissueNet.Tissue;

/// <summary>A slide's pixels at mask resolution, one byte each, with their histogram and the ink among them.</summary>
internal sealed class MaskPixels
{
    // The height of most slides' tiles: each stored tile is then needed by one or two bands.
    private const int BandRows = 512;
    private const int BandBytes = 16 << 20;
    private readonly MaskGeometry geometry;
    private readonly Memory<byte> plane;

    private MaskPixels(MaskGeometry geometry, Memory<byte> plane)
    {
        this.geometry = geometry;
        this.plane = plane;
    }

    /// <summary>Count per value, without ink.</summary>
    public long[] Histogram { get; } = new long[256];

    /// <summary>Where there is ink; null when there is none.</summary>
    public BitMask? Ink { get; private set; }

    /// <summary>Bytes of scratch memory that <see cref="Read"/> needs.</summary>
    public static long ScratchBytes(MaskGeometry geometry) => ((long)geometry.Width * geometry.Height) + ((long)geometry.Width * Rows(geometry) * 3);

    /// <summary>Reads the slide band by band.</summary>
    /// <param name="slide">The slide.</param>
    /// <param name="geometry">Size and resolution.</param>
    /// <param name="options">What to measure and to reject.</param>
    /// <param name="scratch">At least <see cref="ScratchBytes"/> bytes; in use as long as the result is.</param>
    /// <param name="cancellation">Stops between bands.</param>
    public static MaskPixels Read(
        Slide slide, MaskGeometry geometry, OtsuTissueMaskStage.Options options, Memory<byte> scratch, CancellationToken cancellation)
    {
        int planeBytes = geometry.Width * geometry.Height, rows = Rows(geometry);
        var pixels = new MaskPixels(geometry, scratch[..planeBytes]);
        var ink = new BitMask(geometry.Width, geometry.Height);
        var counts = new PixelHistogram();
        bool anyInk = false;
        for (int top = 0; top < geometry.Height; top += rows)
        {
            cancellation.ThrowIfCancellationRequested();
            int height = Math.Min(rows, geometry.Height - top);
            Span<byte> rgb = scratch.Span.Slice(planeBytes, geometry.Width * height * 3);
            slide.ReadAt(0, top * geometry.Mpp / slide.MppY, geometry.Mpp, geometry.Width, height, rgb);
            for (int y = 0; y < height; y++)
            {
                ReadOnlySpan<byte> rgbRow = rgb.Slice(y * geometry.Width * 3, geometry.Width * 3);
                Span<byte> row = pixels.plane.Span.Slice((top + y) * geometry.Width, geometry.Width);
                ChannelPlane.Measure(options.Channel, rgbRow, row);
                counts.Add(row);
                if ((options.RejectBlack || options.RejectPen)
                    && InkRules.Mark(rgbRow, ink.Row(top + y), geometry.Width, options.RejectBlack, options.RejectPen))
                {
                    anyInk = true;
                    counts.Remove(row, ink.Row(top + y));
                }
            }
        }

        counts.CopyTo(pixels.Histogram);
        pixels.Ink = anyInk ? ink : null;
        return pixels;
    }

    /// <summary>The pixels above a value.</summary>
    public BitMask Above(int threshold)
    {
        var mask = new BitMask(geometry.Width, geometry.Height);
        Vector128<byte> limit = Vector128.Create((byte)threshold);
        for (int y = 0; y < geometry.Height; y++)
        {
            ReadOnlySpan<byte> row = plane.Span.Slice(y * geometry.Width, geometry.Width);
            ref byte first = ref MemoryMarshal.GetReference(row);
            Span<ulong> bits = mask.Row(y);
            int x = 0;
            for (; x <= row.Length - 16; x += 16)
            {
                bits[x >> 6] |= (ulong)Vector128.GreaterThan(Vector128.LoadUnsafe(ref first, (nuint)x), limit).ExtractMostSignificantBits() << (x & 63);
            }

            for (; x < row.Length; x++)
            {
                bits[x >> 6] |= row[x] > threshold ? 1UL << (x & 63) : 0;
            }
        }

        return mask;
    }

    private static int Rows(MaskGeometry geometry) =>
        Math.Clamp(BandBytes / (geometry.Width * 3), 1, Math.Min(BandRows, geometry.Height));
}
