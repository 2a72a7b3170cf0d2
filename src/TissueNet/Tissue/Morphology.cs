using System.Numerics;

namespace TissueNet.Tissue;

/// <summary>Dilation and erosion of bitmaps by a disk: offsets (dx, dy) with dx² + dy² ≤ radius² + radius.</summary>
internal static class Morphology
{
    /// <summary>Fills gaps narrower than the disk. What lies outside the bitmap counts neither as tissue nor as glass.</summary>
    public static BitMask Close(BitMask mask, int radius) => radius == 0 ? mask : Erode(Dilate(mask, radius), radius);

    /// <summary>Removes parts narrower than the disk. What lies outside the bitmap counts neither as tissue nor as glass.</summary>
    public static BitMask Open(BitMask mask, int radius) => radius == 0 ? mask : Dilate(Erode(mask, radius), radius);

    /// <summary>Clears what is near an unset pixel. The mask given is used up.</summary>
    public static BitMask Erode(BitMask mask, int radius)
    {
        BitRows.Invert(mask);
        BitMask eroded = Dilate(mask, radius);
        BitRows.Invert(eroded);
        return eroded;
    }

    /// <summary>
    /// Sets what is near a set pixel. Each row is widened pixel by pixel, and every width is laid over the rows at which the disk is
    /// that wide: O(radius) operations per vector of pixels.
    /// </summary>
    public static BitMask Dilate(BitMask mask, int radius)
    {
        var result = new BitMask(mask.Width, mask.Height);
        int[] halfWidths = [.. Enumerable.Range(0, radius + 1).Select(dy => HalfWidth(dy, radius))];
        int reach = (radius + 63) >> 6, words = mask.Row(0).Length;

        // Words before the first and after the last, so that every word has neighbours.
        ulong[] wide = new ulong[words + Vector<ulong>.Count + 2], wider = new ulong[wide.Length];
        for (int y = 0; y < mask.Height; y++)
        {
            Span<ulong> row = mask.Row(y);
            int first = row.IndexOfAnyExcept(0UL);
            if (first < 0)
            {
                continue;
            }

            // Only the words that the disk can reach are worked on. A row that is full gets no wider.
            int from = Math.Max(0, first - reach), to = Math.Min(words, row.LastIndexOfAnyExcept(0UL) + reach + 1);
            bool isFull = first == 0 && IsFull(row, mask.Width);
            wide.AsSpan().Clear();
            wider.AsSpan().Clear();
            row[from..to].CopyTo(wide.AsSpan(1));
            for (int dy = radius, half = 0; dy >= 0; dy--)
            {
                for (; half < halfWidths[dy] && !isFull; half++)
                {
                    Widen(wide, wider, to - from);
                    (wide, wider) = (wider, wide);
                }

                Add(wide, result, y - dy, from, to);
                if (dy > 0)
                {
                    Add(wide, result, y + dy, from, to);
                }
            }
        }

        ClearBeyond(result);
        return result;
    }

    /// <summary>How far the disk reaches to either side, <paramref name="dy"/> rows from its centre.</summary>
    public static int HalfWidth(int dy, int radius) => (int)Math.Sqrt((radius * radius) + radius - (dy * dy));

    private static bool IsFull(ReadOnlySpan<ulong> row, int width) =>
        row[^1] == BitRows.Tail(width) && !row[..^1].ContainsAnyExcept(ulong.MaxValue);

    // Bits may leave the row and come back: they are as far from a set pixel as they would be inside.
    private static void Widen(ulong[] wide, ulong[] wider, int words)
    {
        for (int i = 0; i < words; i += Vector<ulong>.Count)
        {
            Vector<ulong> previous = new(wide, i), current = new(wide, i + 1), next = new(wide, i + 2);
            (current | (current << 1) | (current >>> 1) | (previous >>> 63) | (next << 63)).CopyTo(wider, i + 1);
        }
    }

    private static void ClearBeyond(BitMask mask)
    {
        ulong tail = BitRows.Tail(mask.Width);
        for (int y = 0; y < mask.Height; y++)
        {
            mask.Row(y)[^1] &= tail;
        }
    }

    private static void Add(ulong[] wide, BitMask result, int y, int from, int to)
    {
        if (y < 0 || y >= result.Height)
        {
            return;
        }

        Span<ulong> source = wide.AsSpan(1, to - from), target = result.Row(y)[from..to];
        int i = 0;
        for (; i <= source.Length - Vector<ulong>.Count; i += Vector<ulong>.Count)
        {
            (new Vector<ulong>(source[i..]) | new Vector<ulong>(target[i..])).CopyTo(target[i..]);
        }

        for (; i < source.Length; i++)
        {
            target[i] |= source[i];
        }
    }
}
