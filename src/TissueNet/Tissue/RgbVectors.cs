using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TissueNet.Tissue;

/// <summary>Sixteen interleaved RGB pixels as three vectors.</summary>
internal static class RgbVectors
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector128<byte> Red, Vector128<byte> Green, Vector128<byte> Blue) Load(ref byte source, int offset)
    {
        Vector128<byte> a = Vector128.LoadUnsafe(ref source, (nuint)offset);
        Vector128<byte> b = Vector128.LoadUnsafe(ref source, (nuint)offset + 16);
        Vector128<byte> c = Vector128.LoadUnsafe(ref source, (nuint)offset + 32);

        // An index of 16 or more gives 0, so the three parts of a channel can be joined by or.
        Vector128<byte> red =
            Vector128.Shuffle(a, Vector128.Create((byte)0, 3, 6, 9, 12, 15, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99))
            | Vector128.Shuffle(b, Vector128.Create((byte)99, 99, 99, 99, 99, 99, 2, 5, 8, 11, 14, 99, 99, 99, 99, 99))
            | Vector128.Shuffle(c, Vector128.Create((byte)99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 1, 4, 7, 10, 13));
        Vector128<byte> green =
            Vector128.Shuffle(a, Vector128.Create((byte)1, 4, 7, 10, 13, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99))
            | Vector128.Shuffle(b, Vector128.Create((byte)99, 99, 99, 99, 99, 0, 3, 6, 9, 12, 15, 99, 99, 99, 99, 99))
            | Vector128.Shuffle(c, Vector128.Create((byte)99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 2, 5, 8, 11, 14));
        Vector128<byte> blue =
            Vector128.Shuffle(a, Vector128.Create((byte)2, 5, 8, 11, 14, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99))
            | Vector128.Shuffle(b, Vector128.Create((byte)99, 99, 99, 99, 99, 1, 4, 7, 10, 13, 99, 99, 99, 99, 99, 99))
            | Vector128.Shuffle(c, Vector128.Create((byte)99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 0, 3, 6, 9, 12, 15));
        return (red, green, blue);
    }
}
