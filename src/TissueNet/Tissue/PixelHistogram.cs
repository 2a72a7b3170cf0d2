using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TissueNet.Tissue;

/// <summary>
/// Counts bytes. Neighbouring pixels are alike, so eight tables take turns: counters bumped in a row would wait for one another. Where
/// eight pixels in a row are the same, as on most glass, they are counted at once.
/// </summary>
internal sealed class PixelHistogram
{
    private const int Tables = 8;
    private readonly long[] counts = new long[256 * Tables];

    /// <summary>Counts values.</summary>
    public void Add(ReadOnlySpan<byte> values)
    {
        ref long first = ref MemoryMarshal.GetArrayDataReference(counts);
        ReadOnlySpan<ulong> eights = MemoryMarshal.Cast<byte, ulong>(values);
        foreach (ulong eight in eights)
        {
            if (eight == BitOperations.RotateLeft(eight, 8))
            {
                Unsafe.Add(ref first, (int)(byte)eight) += 8;
                continue;
            }

            Unsafe.Add(ref first, (int)(byte)eight)++;
            Unsafe.Add(ref first, 256 + (int)(byte)(eight >> 8))++;
            Unsafe.Add(ref first, 512 + (int)(byte)(eight >> 16))++;
            Unsafe.Add(ref first, 768 + (int)(byte)(eight >> 24))++;
            Unsafe.Add(ref first, 1024 + (int)(byte)(eight >> 32))++;
            Unsafe.Add(ref first, 1280 + (int)(byte)(eight >> 40))++;
            Unsafe.Add(ref first, 1536 + (int)(byte)(eight >> 48))++;
            Unsafe.Add(ref first, 1792 + (int)(eight >> 56))++;
        }

        foreach (byte value in values[(eights.Length * sizeof(ulong))..])
        {
            counts[value]++;
        }
    }

    /// <summary>Counts a value several times.</summary>
    public void Add(byte value, long times) => counts[value] += times;

    /// <summary>Takes back the values that are marked.</summary>
    public void Remove(ReadOnlySpan<byte> values, ReadOnlySpan<ulong> marked)
    {
        for (int i = 0; i < marked.Length; i++)
        {
            for (ulong word = marked[i]; word != 0; word &= word - 1)
            {
                counts[values[(i << 6) + BitOperations.TrailingZeroCount(word)]]--;
            }
        }
    }

    /// <summary>Writes the counts.</summary>
    public void CopyTo(Span<long> histogram)
    {
        histogram.Clear();
        for (int i = 0; i < counts.Length; i++)
        {
            histogram[i & 255] += counts[i];
        }
    }
}
