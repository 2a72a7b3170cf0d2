using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using TissueNet.Slides;

namespace TissueNet.Tissue;

/// <summary>A slide's pixels at mask resolution, one byte each, with their histogram and the ink among them.</summary>
internal sealed class MaskPixels
{
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
    public static long ScratchBytes(MaskGeometry geometry, MaskBlocks blocks) => ((long)geometry.Width * geometry.Height) + blocks.Bytes;

    /// <summary>Reads the slide block by block.</summary>
    /// <param name="slide">The slide.</param>
    /// <param name="geometry">Size and resolution.</param>
    /// <param name="blocks">In which blocks.</param>
    /// <param name="options">What to measure and to reject.</param>
    /// <param name="scratch">At least <see cref="ScratchBytes"/> bytes; in use as long as the result is.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    public static MaskPixels Read(
        Slide slide,
        MaskGeometry geometry,
        MaskBlocks blocks,
        OtsuTissueMaskStage.Options options,
        Memory<byte> scratch,
        CancellationToken cancellation)
    {
        int planeBytes = geometry.Width * geometry.Height;
        var pixels = new MaskPixels(geometry, scratch[..planeBytes]);
        Span<byte> block = scratch.Span.Slice(planeBytes, blocks.Bytes);
        var ink = new BitMask(geometry.Width, geometry.Height);
        var counts = new PixelHistogram();
        bool anyInk = false;
        int count = blocks.Count(geometry), announced = 0;
        for (int i = 0; i < count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            while (announced < Math.Min(count, i + blocks.LookAhead))
            {
                (int nextLeft, int nextTop, int nextWidth, int nextHeight) = blocks.At(announced++, geometry);
                slide.Prefetch(nextLeft * geometry.Mpp / slide.MppX, nextTop * geometry.Mpp / slide.MppY, geometry.Mpp, nextWidth, nextHeight);
            }

            (int left, int top, int width, int height) = blocks.At(i, geometry);
            slide.ReadAt(left * geometry.Mpp / slide.MppX, top * geometry.Mpp / slide.MppY, geometry.Mpp, width, height, block);
            if (IsPlain(block[..(width * height * 3)], options))
            {
                pixels.Fill(left, top, width, height, block[..3], options, counts);
                continue;
            }

            for (int y = 0; y < height; y++)
            {
                anyInk |= pixels.Measure(left, top + y, block.Slice(y * width * 3, width * 3), options, ink, counts);
            }
        }

        counts.CopyTo(pixels.Histogram);
        pixels.Ink = anyInk ? ink : null;
        return pixels;
    }

    private bool Measure(
        int left, int y, ReadOnlySpan<byte> rgb, OtsuTissueMaskStage.Options options, BitMask ink, PixelHistogram counts)
    {
        int width = rgb.Length / 3;
        Span<byte> row = plane.Span.Slice((y * geometry.Width) + left, width);
        ChannelPlane.Measure(options.Channel, rgb, row);
        counts.Add(row);
        Span<ulong> marks = ink.Row(y).Slice(left >> 6, (width + 63) >> 6);
        if ((!options.RejectBlack && !options.RejectPen) || !InkRules.Mark(rgb, marks, width, options.RejectBlack, options.RejectPen))
        {
            return false;
        }

        counts.Remove(row, marks);
        return true;
    }

    // All pixels are alike, so what one measures counts for all.
    private void Fill(
        int left, int top, int width, int height, ReadOnlySpan<byte> color, OtsuTissueMaskStage.Options options, PixelHistogram counts)
    {
        byte value = 0;
        ChannelPlane.Measure(options.Channel, color, new Span<byte>(ref value));
        counts.Add(value, (long)width * height);
        for (int y = top; y < top + height; y++)
        {
            plane.Span.Slice((y * geometry.Width) + left, width).Fill(value);
        }
    }

    // Glass as scanners and stitchers fill it in: one colour from end to end, and no ink. Elsewhere the second pixel tells.
    private static bool IsPlain(ReadOnlySpan<byte> rgb, OtsuTissueMaskStage.Options options) =>
        rgb[3..].SequenceEqual(rgb[..^3]) && !InkRules.IsInk(rgb[0], rgb[1], rgb[2], options.RejectBlack, options.RejectPen);

    /// <summary>The pixels above a value.</summary>
    public BitMask Above(int threshold)
    {
        var mask = new BitMask(geometry.Width, geometry.Height);
        Vector256<byte> limit = Vector256.Create((byte)threshold);
        for (int y = 0; y < geometry.Height; y++)
        {
            ReadOnlySpan<byte> row = plane.Span.Slice(y * geometry.Width, geometry.Width);
            ref byte first = ref MemoryMarshal.GetReference(row);
            Span<ulong> bits = mask.Row(y);
            int x = 0;
            for (; x <= row.Length - 64; x += 64)
            {
                bits[x >> 6] = Vector256.GreaterThan(Vector256.LoadUnsafe(ref first, (nuint)x), limit).ExtractMostSignificantBits()
                    | ((ulong)Vector256.GreaterThan(Vector256.LoadUnsafe(ref first, (nuint)x + 32), limit).ExtractMostSignificantBits() << 32);
            }

            for (; x < row.Length; x++)
            {
                bits[x >> 6] |= row[x] > threshold ? 1UL << (x & 63) : 0;
            }
        }

        return mask;
    }
}
