using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TissueNet.Slides.Writing;

/// <summary>Halves images both ways: each pixel is the mean of four, rounded half up.</summary>
internal static class BoxShrink
{
    private static readonly Vector128<byte> EvenPixels =
        Vector128.Create((byte)0, 1, 2, 6, 7, 8, 12, 13, 14, 255, 255, 255, 255, 255, 255, 255);

    /// <summary>Halves a rectangle of RGB pixels; an odd last column or row is left out.</summary>
    /// <param name="source">From the rectangle's first byte on.</param>
    /// <param name="sourceStride">Bytes from row to row.</param>
    /// <param name="target">From the result's first byte on.</param>
    /// <param name="targetStride">Bytes from row to row.</param>
    /// <param name="width">Pixels of the result.</param>
    /// <param name="height">Pixels of the result.</param>
    public static void Halve(ReadOnlySpan<byte> source, int sourceStride, Span<byte> target, int targetStride, int width, int height)
    {
        for (int row = 0; row < height; row++)
        {
            HalveRow(
                source.Slice(2 * row * sourceStride, width * 6),
                source.Slice(((2 * row) + 1) * sourceStride, width * 6),
                target.Slice(row * targetStride, width * 3));
        }
    }

    private static void HalveRow(ReadOnlySpan<byte> upper, ReadOnlySpan<byte> lower, Span<byte> target)
    {
        int done = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            ref byte above = ref MemoryMarshal.GetReference(upper), below = ref MemoryMarshal.GetReference(lower);
            ref byte result = ref MemoryMarshal.GetReference(target);

            // Three pixels a time; the store writes bytes of the next three too, which come after it.
            for (; done + 18 <= target.Length; done += 9)
            {
                nuint at = (nuint)(2 * done);
                (Vector128<ushort> a, Vector128<ushort> b) = Vector128.Widen(Vector128.LoadUnsafe(ref above, at));
                (Vector128<ushort> c, Vector128<ushort> d) = Vector128.Widen(Vector128.LoadUnsafe(ref above, at + 3));
                (Vector128<ushort> e, Vector128<ushort> f) = Vector128.Widen(Vector128.LoadUnsafe(ref below, at));
                (Vector128<ushort> g, Vector128<ushort> h) = Vector128.Widen(Vector128.LoadUnsafe(ref below, at + 3));
                Vector128<ushort> half = Vector128.Create((ushort)2);
                Vector128<ushort> low = (a + c + e + g + half) >>> 2, high = (b + d + f + h + half) >>> 2;
                Vector128.Shuffle(Vector128.Narrow(low, high), EvenPixels).StoreUnsafe(ref result, (nuint)done);
            }
        }

        for (; done < target.Length; done++)
        {
            int at = (done / 3 * 6) + (done % 3);
            target[done] = (byte)((upper[at] + upper[at + 3] + lower[at] + lower[at + 3] + 2) >> 2);
        }
    }
}
