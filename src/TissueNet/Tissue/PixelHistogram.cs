using System.Numerics;

namespace TissueNet.Tissue;

/// <summary>Counts bytes. Neighbouring pixels are alike, so four tables take turns: counters bumped in a row would wait for one another.</summary>
internal sealed class PixelHistogram
{
    private readonly long[] first = new long[256];
    private readonly long[] second = new long[256];
    private readonly long[] third = new long[256];
    private readonly long[] fourth = new long[256];

    /// <summary>Counts values.</summary>
    public void Add(ReadOnlySpan<byte> values)
    {
        int i = 0;
        for (; i <= values.Length - 4; i += 4)
        {
            first[values[i]]++;
            second[values[i + 1]]++;
            third[values[i + 2]]++;
            fourth[values[i + 3]]++;
        }

        for (; i < values.Length; i++)
        {
            first[values[i]]++;
        }
    }

    /// <summary>Takes back the values that are marked.</summary>
    public void Remove(ReadOnlySpan<byte> values, ReadOnlySpan<ulong> marked)
    {
        for (int i = 0; i < marked.Length; i++)
        {
            for (ulong word = marked[i]; word != 0; word &= word - 1)
            {
                first[values[(i << 6) + BitOperations.TrailingZeroCount(word)]]--;
            }
        }
    }

    /// <summary>Writes the counts.</summary>
    public void CopyTo(Span<long> histogram)
    {
        for (int value = 0; value < 256; value++)
        {
            histogram[value] = first[value] + second[value] + third[value] + fourth[value];
        }
    }
}
