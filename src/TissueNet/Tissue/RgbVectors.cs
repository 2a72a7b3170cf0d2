using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TissueNet.Tissue;

/// <summary>Thirty-two interleaved RGB pixels as three vectors.</summary>
internal static class RgbVectors
{
    /// <summary>Pixels that are loaded at once.</summary>
    public const int Count = 32;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector256<byte> Red, Vector256<byte> Green, Vector256<byte> Blue) Load(ref byte source, int offset)
    {
        Half(ref source, offset, out Vector128<byte> red, out Vector128<byte> green, out Vector128<byte> blue);
        Half(ref source, offset + 48, out Vector128<byte> red2, out Vector128<byte> green2, out Vector128<byte> blue2);
        return (Vector256.Create(red, red2), Vector256.Create(green, green2), Vector256.Create(blue, blue2));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Half(ref byte source, int offset, out Vector128<byte> red, out Vector128<byte> green, out Vector128<byte> blue)
    {
        Vector128<byte> a = Vector128.LoadUnsafe(ref source, (nuint)offset);
        Vector128<byte> b = Vector128.LoadUnsafe(ref source, (nuint)offset + 16);
        Vector128<byte> c = Vector128.LoadUnsafe(ref source, (nuint)offset + 32);

        // An index of 16 or more gives 0, so the three parts of a channel can be joined by or.
        red =
            Vector128.Shuffle(a, Vector128.Create((byte)0, 3, 6, 9, 12, 15, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99))
            | Vector128.Shuffle(b, Vector128.Create((byte)99, 99, 99, 99, 99, 99, 2, 5, 8, 11, 14, 99, 99, 99, 99, 99))
            | Vector128.Shuffle(c, Vector128.Create((byte)99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 1, 4, 7, 10, 13));
        green =
            Vector128.Shuffle(a, Vector128.Create((byte)1, 4, 7, 10, 13, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99))
            | Vector128.Shuffle(b, Vector128.Create((byte)99, 99, 99, 99, 99, 0, 3, 6, 9, 12, 15, 99, 99, 99, 99, 99))
            | Vector128.Shuffle(c, Vector128.Create((byte)99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 2, 5, 8, 11, 14));
        blue =
            Vector128.Shuffle(a, Vector128.Create((byte)2, 5, 8, 11, 14, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99))
            | Vector128.Shuffle(b, Vector128.Create((byte)99, 99, 99, 99, 99, 1, 4, 7, 10, 13, 99, 99, 99, 99, 99, 99))
            | Vector128.Shuffle(c, Vector128.Create((byte)99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 0, 3, 6, 9, 12, 15));
    }
}
