using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TissueNet.Tissue;

/// <summary>Turns RGB pixels into one byte each.</summary>
internal static class ChannelPlane
{
    // 255 / max in 16.16 fixed point. Rounded up, so that a pure colour is 255 and not 254.
    private static readonly uint[] Reciprocal = [0, .. Enumerable.Range(1, 255).Select(max => (uint)(((255u << 16) + max - 1) / max))];

    private static readonly ushort[] Density = [.. Enumerable.Range(0, 256).Select(v => (ushort)Math.Round(-Math.Log10((v + 1) / 256.0) * 10_000 / 3))];

    /// <summary>Measures pixels.</summary>
    /// <param name="channel">What to measure.</param>
    /// <param name="rgb">Three bytes per pixel.</param>
    /// <param name="plane">Receives one byte per pixel.</param>
    public static void Measure(TissueChannel channel, ReadOnlySpan<byte> rgb, Span<byte> plane)
    {
        switch (channel)
        {
            case TissueChannel.Saturation:
                int done = Vector128.IsHardwareAccelerated ? SaturationVectors(rgb, plane) : 0;
                for (int i = done; i < plane.Length; i++)
                {
                    plane[i] = Saturation(rgb[i * 3], rgb[(i * 3) + 1], rgb[(i * 3) + 2]);
                }

                break;
            case TissueChannel.Grey:
                for (int i = 0, p = 0; i < plane.Length; i++, p += 3)
                {
                    plane[i] = (byte)(255 - (((rgb[p] * 19595) + (rgb[p + 1] * 38470) + (rgb[p + 2] * 7471) + 32768) >> 16));
                }

                break;
            case TissueChannel.OpticalDensity:
                for (int i = 0, p = 0; i < plane.Length; i++, p += 3)
                {
                    plane[i] = (byte)Math.Min(255, (Density[rgb[p]] + Density[rgb[p + 1]] + Density[rgb[p + 2]] + 50) / 100);
                }

                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(channel), channel, null);
        }
    }

    /// <summary>Saturation of one pixel, 0–255, rounded to nearest.</summary>
    public static byte Saturation(byte red, byte green, byte blue)
    {
        byte max = Math.Max(red, Math.Max(green, blue)), min = Math.Min(red, Math.Min(green, blue));
        return (byte)((((uint)(max - min) * Reciprocal[max]) + 32768) >> 16);
    }

    // The division is done in single precision; the tests compare all (max, min) pairs with the scalar form.
    private static int SaturationVectors(ReadOnlySpan<byte> rgb, Span<byte> plane)
    {
        ref byte source = ref MemoryMarshal.GetReference(rgb);
        ref byte target = ref MemoryMarshal.GetReference(plane);
        int i = 0;
        for (; i <= plane.Length - RgbVectors.Count; i += RgbVectors.Count)
        {
            (Vector256<byte> red, Vector256<byte> green, Vector256<byte> blue) = RgbVectors.Load(ref source, i * 3);
            Vector256<byte> max = Vector256.Max(red, Vector256.Max(green, blue));
            Vector256<byte> spread = max - Vector256.Min(red, Vector256.Min(green, blue));
            (Vector256<ushort> maxLow, Vector256<ushort> maxHigh) = Vector256.Widen(max);
            (Vector256<ushort> low, Vector256<ushort> high) = Vector256.Widen(spread);
            Vector256.Narrow(Divide(low, maxLow), Divide(high, maxHigh)).StoreUnsafe(ref target, (nuint)i);
        }

        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ushort> Divide(Vector256<ushort> spread, Vector256<ushort> max)
    {
        (Vector256<uint> maxLow, Vector256<uint> maxHigh) = Vector256.Widen(max);
        (Vector256<uint> low, Vector256<uint> high) = Vector256.Widen(spread);
        return Vector256.Narrow(Divide(low.AsInt32(), maxLow.AsInt32()).AsUInt32(), Divide(high.AsInt32(), maxHigh.AsInt32()).AsUInt32());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Divide(Vector256<int> spread, Vector256<int> max)
    {
        // A black pixel has spread 0 and max 0: dividing by at least 1 gives 0.
        Vector256<float> divisor = Vector256.ConvertToSingle(Vector256.Max(max, Vector256<int>.One));
        return Vector256.ConvertToInt32Native((Vector256.ConvertToSingle(spread) * 255f / divisor) + Vector256.Create(0.5f));
    }
}
