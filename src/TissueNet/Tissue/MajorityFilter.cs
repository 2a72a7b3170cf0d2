using System.Numerics;

namespace TissueNet.Tissue;

/// <summary>
/// Sets a pixel where most of the square around it is set: the same as a median filter before the threshold, since thresholding
/// commutes with rank filters, for one bit per pixel instead of eight. Beyond the edge, the edge's pixels are repeated.
/// </summary>
/// <remarks>
/// Counts are kept bit-sliced, plane p holding bit p of neighbouring pixels' counts, so that one addition serves as many pixels as a
/// vector has bits. Per row the count over the window's width is made once; down the columns it slides: the row that enters is added,
/// the one that leaves taken away.
/// </remarks>
internal sealed class MajorityFilter
{
    private const int MaxRowPlanes = 5; // up to 31 pixels in a row
    private readonly BitMask source;
    private readonly int radius;
    private readonly int window;
    private readonly int lanes;
    private readonly int rowPlanes;
    private readonly int planes;
    private readonly ulong[] sums;
    private readonly ulong[][] rows;
    private readonly ulong[] padded;
    private readonly ulong[] majority;

    private MajorityFilter(BitMask source, int radius)
    {
        this.source = source;
        this.radius = radius;
        window = (2 * radius) + 1;
        int stride = source.Row(0).Length;
        lanes = (stride + Vector<ulong>.Count - 1) / Vector<ulong>.Count * Vector<ulong>.Count;
        rowPlanes = BitOperations.Log2((uint)window) + 1;

        // The row that enters is added before the one that leaves is taken away.
        planes = BitOperations.Log2((uint)(window * (window + 1))) + 1;
        sums = new ulong[lanes * planes];
        rows = [.. Enumerable.Range(0, window).Select(_ => new ulong[lanes * rowPlanes])];
        padded = new ulong[lanes + 2];
        majority = new ulong[lanes];
    }

    /// <summary>Filters a mask.</summary>
    /// <param name="mask">The mask; left as it is.</param>
    /// <param name="radius">The window is 2 × radius + 1 pixels wide; 0–15.</param>
    public static BitMask Apply(BitMask mask, int radius)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(radius, 15);
        return radius == 0 ? mask : new MajorityFilter(mask, radius).Run();
    }

    private BitMask Run()
    {
        var result = new BitMask(source.Width, source.Height);
        ulong tail = BitRows.Tail(source.Width);
        int empty = 0;
        for (int y = -radius; y < source.Height + radius; y++)
        {
            Span<ulong> entering = source.Row(Math.Clamp(y, 0, source.Height - 1));
            empty = entering.ContainsAnyExcept(0UL) ? 0 : empty + 1;
            if (empty > window)
            {
                continue; // all counts are 0 already
            }

            // Rows enter in order, so the ring's slot of the entering row is that of the leaving one.
            Pad(entering);
            Slide(rows[(y + radius) % window]);
            if (y >= radius)
            {
                Span<ulong> target = result.Row(y - radius);
                majority.AsSpan(0, target.Length).CopyTo(target);
                target[^1] &= tail;
            }
        }

        return result;
    }

    private void Pad(ReadOnlySpan<ulong> row)
    {
        int last = row.Length;
        row.CopyTo(padded.AsSpan(1));
        bool edge = (row[^1] >> ((source.Width - 1) & 63) & 1) != 0;
        padded[0] = (row[0] & 1) != 0 ? ulong.MaxValue : 0;
        padded[last] |= edge ? ~BitRows.Tail(source.Width) : 0;
        padded[last + 1] = edge ? ulong.MaxValue : 0;
    }

    // Counts the padded row, exchanges the counts of the row that leaves for its own, and compares the sums with half the window.
    private void Slide(ulong[] slot)
    {
        int half = window * window / 2;
        Span<Vector<ulong>> counts = stackalloc Vector<ulong>[MaxRowPlanes];
        for (int i = 0; i < lanes; i += Vector<ulong>.Count)
        {
            Count(i, counts);
            Vector<ulong> carry = default, borrow = default, above = default;
            for (int p = 0, at = i; p < planes; p++, at += lanes)
            {
                Vector<ulong> sum = new(sums, at);
                if (p < rowPlanes)
                {
                    Vector<ulong> enters = counts[p], leaves = new(slot, at);
                    enters.CopyTo(slot, at);
                    Vector<ulong> differs = sum ^ enters;
                    (sum, carry) = (differs ^ carry, (sum & enters) | (carry & differs));
                    differs = sum ^ leaves;
                    (sum, borrow) = (differs ^ borrow, Vector.AndNot(leaves, sum) | Vector.AndNot(borrow, differs));
                }
                else
                {
                    (sum, carry) = (sum ^ carry, sum & carry);
                    (sum, borrow) = (sum ^ borrow, Vector.AndNot(borrow, sum));
                }

                sum.CopyTo(sums, at);
                above = (half >> p & 1) == 0 ? sum | above : sum & above;
            }

            above.CopyTo(majority, i);
        }
    }

    private void Count(int i, Span<Vector<ulong>> counts)
    {
        Vector<ulong> previous = new(padded, i), current = new(padded, i + 1), next = new(padded, i + 2);
        Vector<ulong> p0 = current, p1 = default, p2 = default, p3 = default, p4 = default;
        for (int d = 1; d <= radius; d++)
        {
            AddBit((current >>> d) | (next << (64 - d)), ref p0, ref p1, ref p2, ref p3, ref p4);
            AddBit((current << d) | (previous >>> (64 - d)), ref p0, ref p1, ref p2, ref p3, ref p4);
        }

        (counts[0], counts[1], counts[2], counts[3], counts[4]) = (p0, p1, p2, p3, p4);
    }

    private static void AddBit(
        Vector<ulong> bit,
        ref Vector<ulong> p0,
        ref Vector<ulong> p1,
        ref Vector<ulong> p2,
        ref Vector<ulong> p3,
        ref Vector<ulong> p4)
    {
        Vector<ulong> carry = p0 & bit;
        p0 ^= bit;
        (p1, carry) = (p1 ^ carry, p1 & carry);
        (p2, carry) = (p2 ^ carry, p2 & carry);
        (p3, carry) = (p3 ^ carry, p3 & carry);
        p4 ^= carry;
    }
}
