using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TissueNet.Inference;

/// <summary>The vector loops behind <see cref="PatchTensor"/>, RGB bytes to floats.</summary>
/// <remarks>
/// Four pixels are twelve bytes, which one byte shuffle spreads over the four 32-bit lanes of a channel, zero-extended. Wider
/// vectors first deal twelve bytes to each 128-bit half or quarter, then do the same shuffle in all of them.
/// </remarks>
internal static class FloatPixels
{
    public static void ToPlanes(in ChannelTransform transform, ReadOnlySpan<byte> rgb, Span<float> first, Span<float> second, Span<float> third)
    {
        int pixels = rgb.Length / 3;
        ArgumentOutOfRangeException.ThrowIfLessThan(Math.Min(first.Length, Math.Min(second.Length, third.Length)), pixels);

        // Sources are read red, green, blue; a BGR model has blue in its first plane.
        bool bgr = transform.IsBgr;
        ref float red = ref MemoryMarshal.GetReference(bgr ? third : first);
        ref float green = ref MemoryMarshal.GetReference(second);
        ref float blue = ref MemoryMarshal.GetReference(bgr ? first : third);
        (float redFactor, float redOffset) = bgr ? (transform.Factor2, transform.Offset2) : (transform.Factor0, transform.Offset0);
        (float blueFactor, float blueOffset) = bgr ? (transform.Factor0, transform.Offset0) : (transform.Factor2, transform.Offset2);
        (float greenFactor, float greenOffset) = (transform.Factor1, transform.Offset1);
        ref byte source = ref MemoryMarshal.GetReference(rgb);
        int i = 0;
        if (Avx512BW.IsSupported)
        {
            Vector512<int> deal = Vector512.Create(0, 1, 2, 0, 3, 4, 5, 0, 6, 7, 8, 0, 9, 10, 11, 0);
            Vector512<byte> spreadRed = Vector512.Create(Spread(0), Spread(0)), spreadGreen = Vector512.Create(Spread(1), Spread(1)), spreadBlue = Vector512.Create(Spread(2), Spread(2));
            for (; (3 * i) + 64 <= rgb.Length; i += 16)
            {
                Vector512<byte> bytes = Avx512F.PermuteVar16x32(Vector512.LoadUnsafe(ref source, (nuint)(3 * i)).AsInt32(), deal).AsByte();
                Store(Avx512BW.Shuffle(bytes, spreadRed).AsInt32(), redFactor, redOffset, ref red, i);
                Store(Avx512BW.Shuffle(bytes, spreadGreen).AsInt32(), greenFactor, greenOffset, ref green, i);
                Store(Avx512BW.Shuffle(bytes, spreadBlue).AsInt32(), blueFactor, blueOffset, ref blue, i);
            }
        }

        if (Avx2.IsSupported)
        {
            Vector256<int> deal = Vector256.Create(0, 1, 2, 0, 3, 4, 5, 0);
            for (; (3 * i) + 32 <= rgb.Length; i += 8)
            {
                Vector256<byte> bytes = Avx2.PermuteVar8x32(Vector256.LoadUnsafe(ref source, (nuint)(3 * i)).AsInt32(), deal).AsByte();
                Store(Avx2.Shuffle(bytes, Spread(0)).AsInt32(), redFactor, redOffset, ref red, i);
                Store(Avx2.Shuffle(bytes, Spread(1)).AsInt32(), greenFactor, greenOffset, ref green, i);
                Store(Avx2.Shuffle(bytes, Spread(2)).AsInt32(), blueFactor, blueOffset, ref blue, i);
            }
        }

        if (Vector128.IsHardwareAccelerated)
        {
            for (; (3 * i) + 16 <= rgb.Length; i += 4)
            {
                Vector128<byte> bytes = Vector128.LoadUnsafe(ref source, (nuint)(3 * i));
                Store(Vector128.Shuffle(bytes, Vector128.Create((byte)0, 255, 255, 255, 3, 255, 255, 255, 6, 255, 255, 255, 9, 255, 255, 255)).AsInt32(), redFactor, redOffset, ref red, i);
                Store(Vector128.Shuffle(bytes, Vector128.Create((byte)1, 255, 255, 255, 4, 255, 255, 255, 7, 255, 255, 255, 10, 255, 255, 255)).AsInt32(), greenFactor, greenOffset, ref green, i);
                Store(Vector128.Shuffle(bytes, Vector128.Create((byte)2, 255, 255, 255, 5, 255, 255, 255, 8, 255, 255, 255, 11, 255, 255, 255)).AsInt32(), blueFactor, blueOffset, ref blue, i);
            }
        }

        for (; i < pixels; i++)
        {
            Unsafe.Add(ref red, i) = (redFactor * rgb[3 * i]) + redOffset;
            Unsafe.Add(ref green, i) = (greenFactor * rgb[(3 * i) + 1]) + greenOffset;
            Unsafe.Add(ref blue, i) = (blueFactor * rgb[(3 * i) + 2]) + blueOffset;
        }
    }

    public static void ToPixels(in ChannelTransform transform, ReadOnlySpan<byte> rgb, Span<float> tensor)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(tensor.Length, rgb.Length);
        Vector128<float> factor0 = Vector128.Create(transform.Factor0, transform.Factor1, transform.Factor2, transform.Factor0);
        Vector128<float> factor1 = Vector128.Create(transform.Factor1, transform.Factor2, transform.Factor0, transform.Factor1);
        Vector128<float> factor2 = Vector128.Create(transform.Factor2, transform.Factor0, transform.Factor1, transform.Factor2);
        Vector128<float> offset0 = Vector128.Create(transform.Offset0, transform.Offset1, transform.Offset2, transform.Offset0);
        Vector128<float> offset1 = Vector128.Create(transform.Offset1, transform.Offset2, transform.Offset0, transform.Offset1);
        Vector128<float> offset2 = Vector128.Create(transform.Offset2, transform.Offset0, transform.Offset1, transform.Offset2);
        ref byte source = ref MemoryMarshal.GetReference(rgb);
        ref float target = ref MemoryMarshal.GetReference(tensor);
        int i = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            Vector128<byte> swap = transform.IsBgr
                ? Vector128.Create((byte)2, 1, 0, 5, 4, 3, 8, 7, 6, 11, 10, 9, 12, 13, 14, 15)
                : Vector128.Create((byte)0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
            for (; i + 16 <= rgb.Length; i += 12)
            {
                Vector128<byte> bytes = Vector128.ShuffleNative(Vector128.LoadUnsafe(ref source, (nuint)i), swap);
                (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(bytes);
                Store(Vector128.WidenLower(low).AsInt32(), factor0, offset0, ref target, i);
                Store(Vector128.WidenUpper(low).AsInt32(), factor1, offset1, ref target, i + 4);
                Store(Vector128.WidenLower(high).AsInt32(), factor2, offset2, ref target, i + 8);
            }
        }

        (int first, int third) = transform.IsBgr ? (2, 0) : (0, 2);
        for (; i < rgb.Length; i += 3)
        {
            tensor[i] = (transform.Factor0 * rgb[i + first]) + transform.Offset0;
            tensor[i + 1] = (transform.Factor1 * rgb[i + 1]) + transform.Offset1;
            tensor[i + 2] = (transform.Factor2 * rgb[i + third]) + transform.Offset2;
        }
    }

    // Indices of a channel's byte of four pixels, each followed by three that give zero.
    private static Vector256<byte> Spread(byte channel)
    {
        Vector128<byte> lane = Vector128.Create(
            channel, 255, 255, 255, (byte)(channel + 3), 255, 255, 255, (byte)(channel + 6), 255, 255, 255, (byte)(channel + 9), 255, 255, 255);
        return Vector256.Create(lane, lane);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<int> values, float factor, float offset, ref float target, int index) =>
        ((Vector512.ConvertToSingle(values) * factor) + Vector512.Create(offset)).StoreUnsafe(ref target, (nuint)index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<int> values, float factor, float offset, ref float target, int index) =>
        ((Vector256.ConvertToSingle(values) * factor) + Vector256.Create(offset)).StoreUnsafe(ref target, (nuint)index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector128<int> values, float factor, float offset, ref float target, int index) =>
        ((Vector128.ConvertToSingle(values) * factor) + Vector128.Create(offset)).StoreUnsafe(ref target, (nuint)index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector128<int> values, Vector128<float> factor, Vector128<float> offset, ref float target, int index) =>
        ((Vector128.ConvertToSingle(values) * factor) + offset).StoreUnsafe(ref target, (nuint)index);
}
