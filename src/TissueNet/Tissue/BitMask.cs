using System.Numerics;

namespace TissueNet.Tissue;

/// <summary>A bitmap, one bit per pixel, rows of whole 64-bit words: 11 MB for an 80-gigapixel slide at 8 um/px.</summary>
/// <param name="width">Pixels, 1 or more.</param>
/// <param name="height">Pixels, 1 or more.</param>
public sealed class BitMask(int width, int height)
{
    private readonly int stride = (width + 63) / 64;
    private readonly ulong[] words = new ulong[(long)((width + 63) / 64) * height];

    /// <summary>Pixels across.</summary>
    public int Width { get; } = width;

    /// <summary>Pixels down.</summary>
    public int Height { get; } = height;

    /// <summary>One pixel.</summary>
    /// <param name="x">0 to width − 1.</param>
    /// <param name="y">0 to height − 1.</param>
    public bool this[int x, int y]
    {
        get => (Row(y)[x >> 6] >> (x & 63) & 1) != 0;
        set
        {
            ref ulong word = ref Row(y)[x >> 6];
            ulong bit = 1UL << (x & 63);
            word = value ? word | bit : word & ~bit;
        }
    }

    /// <summary>The words of a row; bit x &amp; 63 of word x / 64 is pixel x. Bits past the width are 0 and must stay so.</summary>
    /// <param name="y">0 to height − 1.</param>
    public Span<ulong> Row(int y) => words.AsSpan(y * stride, stride);

    /// <summary>How many pixels are set.</summary>
    public long Count()
    {
        long count = 0;
        foreach (ulong word in words)
        {
            count += BitOperations.PopCount(word);
        }

        return count;
    }

    /// <summary>How many pixels are set in a rectangle; pixels outside the bitmap count as unset.</summary>
    /// <param name="left">First column.</param>
    /// <param name="top">First row.</param>
    /// <param name="right">Column after the last.</param>
    /// <param name="bottom">Row after the last.</param>
    public long Count(int left, int top, int right, int bottom)
    {
        left = Math.Max(left, 0);
        right = Math.Min(right, Width);
        long count = 0;
        for (int y = Math.Max(top, 0); left < right && y < Math.Min(bottom, Height); y++)
        {
            Span<ulong> row = Row(y);
            int first = left >> 6, last = (right - 1) >> 6;
            ulong head = ulong.MaxValue << (left & 63), tail = ulong.MaxValue >> (63 - ((right - 1) & 63));
            if (first == last)
            {
                count += BitOperations.PopCount(row[first] & head & tail);
                continue;
            }

            count += BitOperations.PopCount(row[first] & head) + BitOperations.PopCount(row[last] & tail);
            for (int i = first + 1; i < last; i++)
            {
                count += BitOperations.PopCount(row[i]);
            }
        }

        return count;
    }
}
