using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TissueNet.Slides.Resampling;

/// <summary>
/// The inner loops of resampling. Multiplications and additions are never fused, so that every processor gives the same bytes.
/// Buffers are longer than their content by <see cref="Padding"/> elements, so that loops need no tails.
/// </summary>
internal static class ResampleKernel
{
    /// <summary>Elements that may be read or written behind a row.</summary>
    public const int Padding = 16;

    /// <summary>sums = a × weightA + b × weightB.</summary>
    public static void SumRows(ReadOnlySpan<byte> a, float weightA, ReadOnlySpan<byte> b, float weightB, Span<float> sums, int length)
    {
        Check(a.Length, sums.Length, length);
        Check(b.Length, sums.Length, length);
        ref byte sourceA = ref MemoryMarshal.GetReference(a);
        ref byte sourceB = ref MemoryMarshal.GetReference(b);
        ref float target = ref MemoryMarshal.GetReference(sums);
        for (nuint i = 0; i < (nuint)length; i += 16)
        {
            (Vector256<float> lowA, Vector256<float> highA) = ToSingle(Vector128.LoadUnsafe(ref sourceA, i));
            (Vector256<float> lowB, Vector256<float> highB) = ToSingle(Vector128.LoadUnsafe(ref sourceB, i));
            ((lowA * weightA) + (lowB * weightB)).StoreUnsafe(ref target, i);
            ((highA * weightA) + (highB * weightB)).StoreUnsafe(ref target, i + 8);
        }
    }

    /// <summary>sums += row × weight, or sums = row × weight.</summary>
    public static void AddRow(ReadOnlySpan<byte> row, float weight, Span<float> sums, int length, bool isFirst)
    {
        Check(row.Length, sums.Length, length);
        ref byte source = ref MemoryMarshal.GetReference(row);
        ref float target = ref MemoryMarshal.GetReference(sums);
        for (nuint i = 0; i < (nuint)length; i += 16)
        {
            (Vector256<float> low, Vector256<float> high) = ToSingle(Vector128.LoadUnsafe(ref source, i));
            low *= weight;
            high *= weight;
            if (!isFirst)
            {
                low = Vector256.LoadUnsafe(ref target, i) + low;
                high = Vector256.LoadUnsafe(ref target, i + 8) + high;
            }

            low.StoreUnsafe(ref target, i);
            high.StoreUnsafe(ref target, i + 8);
        }
    }

    /// <summary>Filters one row across: RGB triples of sums into RGB triples of a range of target pixels.</summary>
    /// <param name="sums">The row, beginning with the first source pixel of target pixel <paramref name="begin"/>.</param>
    /// <param name="filter">The weights.</param>
    /// <param name="begin">First target pixel.</param>
    /// <param name="end">The target pixel after the last.</param>
    /// <param name="result">Receives the triples.</param>
    public static void FilterColumns(ReadOnlySpan<float> sums, in AxisFilter filter, int begin, int end, Span<float> result)
    {
        int origin = filter.First(begin);
        Check(result.Length, result.Length, (end - begin) * 3);
        Check(sums.Length, sums.Length, filter.SourceWidth(begin, end) * 3);
        ref float source = ref MemoryMarshal.GetReference(sums);
        ref float target = ref MemoryMarshal.GetReference(result);
        ReadOnlySpan<int> first = filter.AllFirst[begin..end], taps = filter.AllTaps[begin..end];
        ReadOnlySpan<float> weights = filter.AllWeights[(begin * filter.Stride)..(end * filter.Stride)];
        if (filter.IsLinear)
        {
            for (int i = 0; i < first.Length; i++)
            {
                ref float pixel = ref Unsafe.Add(ref source, (first[i] - origin) * 3);
                Vector128<float> sum = (Vector128.LoadUnsafe(ref pixel) * weights[2 * i])
                    + (Vector128.LoadUnsafe(ref pixel, 3) * weights[(2 * i) + 1]);
                sum.StoreUnsafe(ref target, (nuint)(3 * i)); // the fourth element is the next pixel's, which overwrites it
            }

            return;
        }

        for (int i = 0; i < first.Length; i++)
        {
            ref float pixel = ref Unsafe.Add(ref source, (first[i] - origin) * 3);
            ReadOnlySpan<float> own = weights.Slice(i * filter.Stride, taps[i]);
            Vector128<float> sum = Vector128<float>.Zero;
            for (int k = 0; k < own.Length; k++)
            {
                sum += Vector128.LoadUnsafe(ref pixel, (nuint)(3 * k)) * own[k];
            }

            sum.StoreUnsafe(ref target, (nuint)(3 * i));
        }
    }

    /// <summary>Divides by the norm and rounds to bytes, halves upwards. Sums of whole numbers are divided without error.</summary>
    public static void Round(ReadOnlySpan<float> sums, float norm, Span<byte> rgb)
    {
        Check(sums.Length, sums.Length, rgb.Length);
        ref float source = ref MemoryMarshal.GetReference(sums);
        ref byte target = ref MemoryMarshal.GetReference(rgb);
        var half = Vector256.Create(norm / 2);
        var divisor = Vector256.Create(norm);
        int i = 0;
        for (; i <= rgb.Length - 16; i += 16)
        {
            Vector256<int> low = Vector256.ConvertToInt32((Vector256.LoadUnsafe(ref source, (nuint)i) + half) / divisor);
            Vector256<int> high = Vector256.ConvertToInt32((Vector256.LoadUnsafe(ref source, (nuint)i + 8) + half) / divisor);
            Vector256<ushort> words = Vector256.Narrow(low.AsUInt32(), high.AsUInt32());
            Vector128.Narrow(words.GetLower(), words.GetUpper()).StoreUnsafe(ref target, (nuint)i);
        }

        for (; i < rgb.Length; i++)
        {
            rgb[i] = (byte)((sums[i] + (norm / 2)) / norm);
        }
    }

    private static void Check(int sourceLength, int targetLength, int length)
    {
        if (sourceLength < length || targetLength < length + Padding)
        {
            throw new UnreachableException($"Buffers of {sourceLength} and {targetLength} elements for a row of {length}.");
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<float> Low, Vector256<float> High) ToSingle(Vector128<byte> bytes)
    {
        if (Avx2.IsSupported)
        {
            Vector256<int> first = Avx2.ConvertToVector256Int32(bytes);
            Vector256<int> second = Avx2.ConvertToVector256Int32(Vector128.Shuffle(bytes.AsUInt64(), Vector128.Create(1UL, 0)).AsByte());
            return (Vector256.ConvertToSingle(first), Vector256.ConvertToSingle(second));
        }

        (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(bytes);
        return (ToSingle(low), ToSingle(high));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> ToSingle(Vector128<ushort> words)
    {
        (Vector128<uint> low, Vector128<uint> high) = Vector128.Widen(words);
        return Vector256.Create(Vector128.ConvertToSingle(low.AsInt32()), Vector128.ConvertToSingle(high.AsInt32()));
    }
}
