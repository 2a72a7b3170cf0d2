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

    /// <summary>sums = row × weight, or sums += row × weight.</summary>
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

    /// <summary>Two rows at once; the same sums as by <see cref="AddRow"/> twice.</summary>
    public static void AddRows(
        ReadOnlySpan<byte> a, float weightA, ReadOnlySpan<byte> b, float weightB, Span<float> sums, int length, bool isFirst)
    {
        Check(a.Length, sums.Length, length);
        Check(b.Length, sums.Length, length);
        ref byte sourceA = ref MemoryMarshal.GetReference(a);
        ref byte sourceB = ref MemoryMarshal.GetReference(b);
        ref float target = ref MemoryMarshal.GetReference(sums);
        for (nuint i = 0; i < (nuint)length; i += 16)
        {
            (Vector256<float> low, Vector256<float> high) = ToSingle(Vector128.LoadUnsafe(ref sourceA, i));
            (Vector256<float> lowB, Vector256<float> highB) = ToSingle(Vector128.LoadUnsafe(ref sourceB, i));
            low *= weightA;
            high *= weightA;
            if (!isFirst)
            {
                low = Vector256.LoadUnsafe(ref target, i) + low;
                high = Vector256.LoadUnsafe(ref target, i + 8) + high;
            }

            (low + (lowB * weightB)).StoreUnsafe(ref target, i);
            (high + (highB * weightB)).StoreUnsafe(ref target, i + 8);
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
        ref int first = ref MemoryMarshal.GetReference(filter.AllFirst[begin..end]);
        ref float weights = ref MemoryMarshal.GetReference(filter.AllWeights[(begin * filter.Stride)..(end * filter.Stride)]);
        ReadOnlySpan<int> taps = filter.AllTaps[begin..end];
        int stride = filter.Stride;

        // Each store writes four elements; the fourth belongs to the next pixel, which overwrites it.
        for (int i = 0; i < taps.Length; i++)
        {
            ref float pixel = ref Unsafe.Add(ref source, (Unsafe.Add(ref first, i) - origin) * 3);
            ref float weight = ref Unsafe.Add(ref weights, i * stride);
            Vector128<float> sum = Vector128.LoadUnsafe(ref pixel) * weight;
            if (stride <= AxisFilter.PaddedTaps)
            {
                sum += Vector128.LoadUnsafe(ref pixel, 3) * Unsafe.Add(ref weight, 1);
                if (stride > 2)
                {
                    sum += Vector128.LoadUnsafe(ref pixel, 6) * Unsafe.Add(ref weight, 2);
                }
            }
            else
            {
                for (int k = 1; k < taps[i]; k++)
                {
                    sum += Vector128.LoadUnsafe(ref pixel, (nuint)(3 * k)) * Unsafe.Add(ref weight, k);
                }
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

        // Multiplying is faster than dividing, and as exact for powers of two: 1, 4, 16, …
        bool isPowerOfTwo = (BitConverter.SingleToInt32Bits(norm) & 0x7FFFFF) == 0;
        var divisor = Vector256.Create(isPowerOfTwo ? 1 / norm : norm);
        int i = 0;
        for (; i <= rgb.Length - 16; i += 16)
        {
            Vector256<float> low = Vector256.LoadUnsafe(ref source, (nuint)i) + half;
            Vector256<float> high = Vector256.LoadUnsafe(ref source, (nuint)i + 8) + half;
            low = isPowerOfTwo ? low * divisor : low / divisor;
            high = isPowerOfTwo ? high * divisor : high / divisor;
            Vector256<short> words = Vector256.Narrow(Vector256.ConvertToInt32Native(low), Vector256.ConvertToInt32Native(high));
            Vector128.Narrow(words.GetLower().AsUInt16(), words.GetUpper().AsUInt16()).StoreUnsafe(ref target, (nuint)i);
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
            Vector128<byte> upper = Vector128.Shuffle(bytes.AsUInt64(), Vector128.Create(1UL, 0)).AsByte();
            Vector256<int> second = Avx2.ConvertToVector256Int32(upper);
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
