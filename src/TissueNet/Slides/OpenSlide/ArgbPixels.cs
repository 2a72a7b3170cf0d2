using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TissueNet.Slides.OpenSlide;

/// <summary>Turns OpenSlide's pixels into RGB: native-endian ARGB, whose colours are multiplied by alpha already.</summary>
internal static class ArgbPixels
{
    private const uint Opaque = 0xFF000000;

    /// <summary>Lays pixels over a background.</summary>
    /// <param name="argb">Pixels.</param>
    /// <param name="rgb">Receives three bytes for each.</param>
    /// <param name="background">0xRRGGBB.</param>
    public static void ToRgb(ReadOnlySpan<uint> argb, Span<byte> rgb, int background)
    {
        rgb = rgb[..(argb.Length * 3)];
        int done = BitConverter.IsLittleEndian && Vector128.IsHardwareAccelerated ? ToRgbByVectors(argb, rgb, background) : 0;
        for (; done < argb.Length; done++)
        {
            Lay(argb[done], background, rgb.Slice(done * 3, 3));
        }
    }

    // Sixteen pixels at a time: 64 bytes in, 48 out. Mixed ones go pixel by pixel: they are few, on the rim of what was scanned.
    private static int ToRgbByVectors(ReadOnlySpan<uint> argb, Span<byte> rgb, int background)
    {
        Vector128<uint> alpha = Vector128.Create(Opaque);
        ref uint source = ref MemoryMarshal.GetReference(argb);
        ref byte target = ref MemoryMarshal.GetReference(rgb);
        int done = 0;
        for (; done + 16 <= argb.Length; done += 16)
        {
            var a = Vector128.LoadUnsafe(ref source, (nuint)done);
            var b = Vector128.LoadUnsafe(ref source, (nuint)done + 4);
            var c = Vector128.LoadUnsafe(ref source, (nuint)done + 8);
            var d = Vector128.LoadUnsafe(ref source, (nuint)done + 12);
            if ((a & b & c & d & alpha) == alpha)
            {
                // Bytes 2, 1, 0 of each pixel, packed: 12 + 4, 8 + 8 and 4 + 12 bytes. An index of 255 gives 0.
                ref byte at = ref Unsafe.Add(ref target, done * 3);
                (Vector128.Shuffle(a.AsByte(), Vector128.Create((byte)2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, 255, 255, 255, 255))
                    | Vector128.Shuffle(b.AsByte(), Vector128.Create((byte)255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 2, 1, 0, 6)))
                    .StoreUnsafe(ref at);
                (Vector128.Shuffle(b.AsByte(), Vector128.Create((byte)5, 4, 10, 9, 8, 14, 13, 12, 255, 255, 255, 255, 255, 255, 255, 255))
                    | Vector128.Shuffle(c.AsByte(), Vector128.Create((byte)255, 255, 255, 255, 255, 255, 255, 255, 2, 1, 0, 6, 5, 4, 10, 9)))
                    .StoreUnsafe(ref at, 16);
                (Vector128.Shuffle(c.AsByte(), Vector128.Create((byte)8, 14, 13, 12, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255))
                    | Vector128.Shuffle(d.AsByte(), Vector128.Create((byte)255, 255, 255, 255, 2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12)))
                    .StoreUnsafe(ref at, 32);
            }
            else if (((a | b | c | d) & alpha) == Vector128<uint>.Zero)
            {
                RgbPixels.Fill(rgb.Slice(done * 3, 48), background);
            }
            else
            {
                for (int i = done; i < done + 16; i++)
                {
                    Lay(argb[i], background, rgb.Slice(i * 3, 3));
                }
            }
        }

        return done;
    }

    private static void Lay(uint argb, int background, Span<byte> rgb)
    {
        uint missing = 255 - (argb >> 24);
        rgb[0] = Lay((argb >> 16) & 255, missing, (uint)(background >> 16) & 255);
        rgb[1] = Lay((argb >> 8) & 255, missing, (uint)(background >> 8) & 255);
        rgb[2] = Lay(argb & 255, missing, (uint)background & 255);
    }

    private static byte Lay(uint value, uint missing, uint background) => (byte)Math.Min(255, value + (((background * missing) + 127) / 255));
}
