namespace TissueNet.Tissue;

/// <summary>
/// Sets a pixel where most of the square around it is set: the same as a median filter before the threshold, since thresholding
/// commutes with rank filters, for one bit per pixel instead of eight. Beyond the edge, the edge's pixels are repeated.
/// </summary>
/// <remarks>
/// Counts are kept bit-sliced, plane p holding bit p of 64 neighbouring pixels' counts, so that one addition serves 64 pixels. Per row
/// the count over the window's width is made once; down the columns it slides: the row that enters is added, the one that leaves taken away.
/// </remarks>
internal sealed class MajorityFilter
{
    private const int RowPlanes = 5; // up to 31 pixels in a row
    private const int Planes = 10; // up to 31 × 31 pixels in the window
    private readonly BitMask source;
    private readonly int radius;
    private readonly int stride;
    private readonly ulong[] sums;
    private readonly ulong[][] rows;
    private readonly ulong[] padded;

    private MajorityFilter(BitMask source, int radius)
    {
        this.source = source;
        this.radius = radius;
        stride = source.Row(0).Length;
        sums = new ulong[stride * Planes];
        rows = [.. Enumerable.Range(0, (2 * radius) + 1).Select(_ => new ulong[stride * RowPlanes])];
        padded = new ulong[stride + 2];
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
        int window = (2 * radius) + 1, half = window * window / 2;
        for (int y = -radius; y < source.Height + radius; y++)
        {
            // Rows enter in order, so the ring's slot of the entering row is that of the leaving one.
            ulong[] slot = rows[(y + radius) % window];
            if (y - window >= -radius)
            {
                Subtract(slot);
            }

            CountRow(Math.Clamp(y, 0, source.Height - 1), slot);
            Add(slot);
            if (y >= radius)
            {
                Span<ulong> target = result.Row(y - radius);
                for (int i = 0; i < stride; i++)
                {
                    target[i] = Above(half, sums.AsSpan(i * Planes, Planes));
                }

                target[^1] &= tail;
            }
        }

        return result;
    }

    private void CountRow(int y, Span<ulong> counts)
    {
        Span<ulong> row = source.Row(y);
        row.CopyTo(padded.AsSpan(1));
        padded[0] = (row[0] & 1) != 0 ? ulong.MaxValue : 0;
        bool edge = source[source.Width - 1, y];
        padded[^1] = edge ? ulong.MaxValue : 0;
        padded[^2] |= edge ? ~BitRows.Tail(source.Width) : 0;
        for (int i = 0; i < stride; i++)
        {
            ulong previous = padded[i], current = padded[i + 1], next = padded[i + 2];
            ulong p0 = current, p1 = 0, p2 = 0, p3 = 0, p4 = 0;
            for (int d = 1; d <= radius; d++)
            {
                AddBit((current >> d) | (next << (64 - d)), ref p0, ref p1, ref p2, ref p3, ref p4);
                AddBit((current << d) | (previous >> (64 - d)), ref p0, ref p1, ref p2, ref p3, ref p4);
            }

            Span<ulong> planes = counts.Slice(i * RowPlanes, RowPlanes);
            (planes[0], planes[1], planes[2], planes[3], planes[4]) = (p0, p1, p2, p3, p4);
        }
    }

    private static void AddBit(ulong bit, ref ulong p0, ref ulong p1, ref ulong p2, ref ulong p3, ref ulong p4)
    {
        ulong carry = p0 & bit;
        p0 ^= bit;
        (p1, carry) = (p1 ^ carry, p1 & carry);
        (p2, carry) = (p2 ^ carry, p2 & carry);
        (p3, carry) = (p3 ^ carry, p3 & carry);
        p4 ^= carry;
    }

    private void Add(ReadOnlySpan<ulong> counts)
    {
        for (int i = 0; i < stride; i++)
        {
            Span<ulong> sum = sums.AsSpan(i * Planes, Planes);
            ReadOnlySpan<ulong> add = counts.Slice(i * RowPlanes, RowPlanes);
            ulong carry = 0;
            for (int p = 0; p < RowPlanes; p++)
            {
                ulong a = sum[p], b = add[p];
                sum[p] = a ^ b ^ carry;
                carry = (a & b) | (carry & (a ^ b));
            }

            for (int p = RowPlanes; p < Planes; p++)
            {
                (sum[p], carry) = (sum[p] ^ carry, sum[p] & carry);
            }
        }
    }

    private void Subtract(ReadOnlySpan<ulong> counts)
    {
        for (int i = 0; i < stride; i++)
        {
            Span<ulong> sum = sums.AsSpan(i * Planes, Planes);
            ReadOnlySpan<ulong> take = counts.Slice(i * RowPlanes, RowPlanes);
            ulong borrow = 0;
            for (int p = 0; p < RowPlanes; p++)
            {
                ulong a = sum[p], b = take[p];
                sum[p] = a ^ b ^ borrow;
                borrow = (~a & b) | (borrow & ~(a ^ b));
            }

            for (int p = RowPlanes; p < Planes; p++)
            {
                (sum[p], borrow) = (sum[p] ^ borrow, ~sum[p] & borrow);
            }
        }
    }

    // Compares bit-sliced numbers with a constant, from the highest plane down.
    private static ulong Above(int limit, ReadOnlySpan<ulong> planes)
    {
        ulong above = 0, equal = ulong.MaxValue;
        for (int p = planes.Length - 1; p >= 0; p--)
        {
            if ((limit >> p & 1) == 0)
            {
                above |= equal & planes[p];
                equal &= ~planes[p];
            }
            else
            {
                equal &= planes[p];
            }
        }

        return above;
    }
}
