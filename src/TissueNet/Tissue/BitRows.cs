namespace TissueNet.Tissue;

/// <summary>Row operations on bitmaps, 64 pixels at a time.</summary>
internal static class BitRows
{
    /// <summary>The bits of the last word of a row that are pixels.</summary>
    public static ulong Tail(int width) => ulong.MaxValue >> (-width & 63);

    public static BitMask Copy(BitMask mask)
    {
        var copy = new BitMask(mask.Width, mask.Height);
        for (int y = 0; y < mask.Height; y++)
        {
            mask.Row(y).CopyTo(copy.Row(y));
        }

        return copy;
    }

    /// <summary>Turns every pixel.</summary>
    public static void Invert(BitMask mask)
    {
        ulong tail = Tail(mask.Width);
        for (int y = 0; y < mask.Height; y++)
        {
            Span<ulong> row = mask.Row(y);
            for (int i = 0; i < row.Length; i++)
            {
                row[i] = ~row[i];
            }

            row[^1] &= tail;
        }
    }

    /// <summary>Sets every pixel.</summary>
    public static void Fill(BitMask mask)
    {
        ulong tail = Tail(mask.Width);
        for (int y = 0; y < mask.Height; y++)
        {
            Span<ulong> row = mask.Row(y);
            row.Fill(ulong.MaxValue);
            row[^1] &= tail;
        }
    }

    /// <summary>Clears the pixels that are set in another mask of the same size.</summary>
    public static void Subtract(BitMask mask, BitMask other)
    {
        for (int y = 0; y < mask.Height; y++)
        {
            Span<ulong> row = mask.Row(y), minus = other.Row(y);
            for (int i = 0; i < row.Length; i++)
            {
                row[i] &= ~minus[i];
            }
        }
    }

    /// <summary>Sets or clears a run of pixels.</summary>
    /// <param name="row">The row's words.</param>
    /// <param name="start">First pixel.</param>
    /// <param name="end">Pixel after the last; above <paramref name="start"/>.</param>
    /// <param name="value">What they become.</param>
    public static void SetRun(Span<ulong> row, int start, int end, bool value)
    {
        int first = start >> 6, last = (end - 1) >> 6;
        for (int i = first; i <= last; i++)
        {
            ulong bits = ulong.MaxValue;
            bits = i == first ? bits << (start & 63) : bits;
            bits = i == last ? bits & (ulong.MaxValue >> (-end & 63)) : bits;
            row[i] = value ? row[i] | bits : row[i] & ~bits;
        }
    }

    /// <summary>Finds the next pixel of a value.</summary>
    /// <param name="row">The row's words.</param>
    /// <param name="from">Where to begin.</param>
    /// <param name="width">Pixels of the row.</param>
    /// <param name="value">What to find.</param>
    /// <returns>Its column, or <paramref name="width"/>.</returns>
    public static int Next(ReadOnlySpan<ulong> row, int from, int width, bool value)
    {
        ulong flip = value ? 0 : ulong.MaxValue, mask = ulong.MaxValue << (from & 63);
        for (int i = from >> 6; i < row.Length; i++, mask = ulong.MaxValue)
        {
            ulong word = (row[i] ^ flip) & mask;
            if (word != 0)
            {
                return Math.Min((i << 6) + System.Numerics.BitOperations.TrailingZeroCount(word), width);
            }
        }

        return width;
    }
}
