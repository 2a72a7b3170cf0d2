using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TissueNet.Slides.Resampling;

/// <summary>
/// Linear interpolation of bytes in whole numbers: weights of 15 bits, intermediate values with six bits behind the point, so the result is
/// within 0.02 of the exact one before it is rounded, and the same bytes on every processor. Sixteen elements at once; it is what
/// patches are read by when the slide's resolution is nearly the model's.
/// </summary>
internal static class LinearKernel
{
    /// <summary>Elements that may be read or written behind a row.</summary>
    public const int Padding = 32;

    private const int FractionBits = 6;
    private const int WeightOne = 1 << 15;

    /// <summary>A weight of 0 to below 1 as a whole number.</summary>
    public static short Weight(float weight) => (short)Math.Min(WeightOne - 1, (int)MathF.Round(weight * WeightOne));

    /// <summary>Each pixel's right weight, repeated for its three channels.</summary>
    public static void SpreadWeights(in AxisFilter filter, int begin, int end, Span<short> weights)
    {
        ReadOnlySpan<float> all = filter.AllWeights[(begin * 2)..(end * 2)];
        for (int i = 0; i < end - begin; i++)
        {
            weights.Slice(i * 3, 3).Fill(Weight(all[(i * 2) + 1]));
        }
    }

    /// <summary>Between two rows: upper + (lower − upper) × weight, with six bits behind the point.</summary>
    /// <param name="upper">Bytes, and padding.</param>
    /// <param name="lower">Bytes, and padding.</param>
    /// <param name="weight">From <see cref="Weight"/>.</param>
    /// <param name="result">Receives the values; longer than <paramref name="length"/> by <see cref="Padding"/>.</param>
    /// <param name="length">Elements.</param>
    public static void BetweenRows(ReadOnlySpan<byte> upper, ReadOnlySpan<byte> lower, short weight, Span<short> result, int length)
    {
        Check(upper.Length, result.Length, length);
        Check(lower.Length, result.Length, length);
        ref byte a = ref MemoryMarshal.GetReference(upper);
        ref byte b = ref MemoryMarshal.GetReference(lower);
        ref short target = ref MemoryMarshal.GetReference(result);
        int i = 0;
        if (Avx2.IsSupported)
        {
            var factor = Vector256.Create(weight);
            for (; i <= length - 16; i += 16)
            {
                Vector256<short> left = Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref a, (nuint)i)) << FractionBits;
                Vector256<short> right = Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref b, (nuint)i)) << FractionBits;
                (left + Avx2.MultiplyHighRoundScale(right - left, factor)).StoreUnsafe(ref target, (nuint)i);
            }
        }

        for (; i < length; i++)
        {
            int left = Unsafe.Add(ref a, i) << FractionBits, right = Unsafe.Add(ref b, i) << FractionBits;
            Unsafe.Add(ref target, i) = (short)(left + Scale(right - left, weight));
        }
    }

    /// <summary>Between the pixels of a row: RGB triples of values into RGB bytes of a range of target pixels.</summary>
    /// <param name="values">From <see cref="BetweenRows"/>, beginning with the first source pixel of target pixel <paramref name="begin"/>.</param>
    /// <param name="filter">The weights' places; <see cref="AxisFilter.Stride"/> is 2.</param>
    /// <param name="weights">From <see cref="SpreadWeights"/>, and padding.</param>
    /// <param name="begin">First target pixel.</param>
    /// <param name="end">The target pixel after the last.</param>
    /// <param name="rgb">Receives the bytes.</param>
    public static void BetweenColumns(
        ReadOnlySpan<short> values, in AxisFilter filter, ReadOnlySpan<short> weights, int begin, int end, Span<byte> rgb)
    {
        ReadOnlySpan<int> first = filter.AllFirst[begin..end];
        int origin = filter.First(begin);
        Check(rgb.Length, weights.Length, first.Length * 3);
        Check(values.Length, values.Length, filter.SourceWidth(begin, end) * 3);
        ref short weight = ref MemoryMarshal.GetReference(weights);
        ref byte target = ref MemoryMarshal.GetReference(rgb);
        for (int i = 0; i < first.Length;)
        {
            // Where neighbours follow one another without a step, their source elements do too.
            int shift = first[i] - i, stop = i + 1;
            while (stop < first.Length && first[stop] - stop == shift)
            {
                stop++;
            }

            ref short run = ref Unsafe.Add(ref MemoryMarshal.GetReference(values), (shift - origin) * 3);
            int j = i * 3;
            if (Avx2.IsSupported)
            {
                for (; j <= (stop * 3) - 16; j += 16)
                {
                    Vector256<short> left = Vector256.LoadUnsafe(ref run, (nuint)j);
                    Vector256<short> step = Vector256.LoadUnsafe(ref run, (nuint)j + 3) - left;
                    left += Avx2.MultiplyHighRoundScale(step, Vector256.LoadUnsafe(ref weight, (nuint)j));
                    left = (left + Vector256.Create((short)(1 << (FractionBits - 1)))) >> FractionBits;
                    Vector128.Narrow(left.GetLower().AsUInt16(), left.GetUpper().AsUInt16()).StoreUnsafe(ref target, (nuint)j);
                }
            }

            for (; j < stop * 3; j++)
            {
                int left = Unsafe.Add(ref run, j);
                left += Scale(Unsafe.Add(ref run, j + 3) - left, Unsafe.Add(ref weight, j));
                Unsafe.Add(ref target, j) = (byte)((left + (1 << (FractionBits - 1))) >> FractionBits);
            }

            i = stop;
        }
    }

    // The processor's instruction in words: (value × weight + half) / one.
    private static int Scale(int value, short weight) => ((value * weight) + (1 << 14)) >> 15;

    private static void Check(int sourceLength, int targetLength, int length)
    {
        if (sourceLength < length || targetLength < length)
        {
            throw new UnreachableException($"Buffers of {sourceLength} and {targetLength} elements for a row of {length}.");
        }
    }
}
