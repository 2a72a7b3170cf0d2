using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TissueNet.Tissue;

/// <summary>
/// Recognises pixels that no stain makes: pen ink and black borders. Haematoxylin, eosin and DAB absorb green at least about as
/// much as red, so stained tissue is never green, and blue only where red is close to green.
/// </summary>
/// <remarks>
/// With max and min the largest and smallest of red, green and blue, and spread their difference:
/// <list type="bullet">
/// <item>black: max ≤ 24 (unscanned stripes and borders; JPEG blurs 0 to a little more).</item>
/// <item>green and cyan pen: green = max, green − red ≥ 24.</item>
/// <item>blue pen: blue = max, green − red ≥ spread / 4 (hue ≤ 225°) and spread ≥ 3/8 max; or more saturated, since haematoxylin comes
/// close: green − red ≥ 5/32 spread (hue ≤ 230°) and spread ≥ 1/2 max.</item>
/// <item>red pen: red ≥ 144, green ≤ 96, blue ≤ 96 with blue − green ≤ 16 (eosin and blood are bluer).</item>
/// <item>black pen: max ≤ 88, spread ≤ 20 (dark nuclei are bluer).</item>
/// </list>
/// </remarks>
internal static class InkRules
{
    // What follows from the rules: ink is dark, or has at least this spread.
    private const byte DarkMax = 88;
    private const byte InkSpread = 24;

    /// <summary>Marks pixels.</summary>
    /// <param name="rgb">Three bytes per pixel.</param>
    /// <param name="row">Receives a bit per pixel; all words are written.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="black">Whether near-black is marked.</param>
    /// <param name="pen">Whether pen colours are marked.</param>
    /// <returns>Whether any pixel was marked.</returns>
    public static bool Mark(ReadOnlySpan<byte> rgb, Span<ulong> row, int width, bool black, bool pen)
    {
        ref byte source = ref MemoryMarshal.GetReference(rgb);
        Vector256<byte> useBlack = black ? Vector256<byte>.AllBitsSet : default, usePen = pen ? Vector256<byte>.AllBitsSet : default;
        row.Clear();
        ulong any = 0;
        int x = 0;
        for (; x <= width - RgbVectors.Count; x += RgbVectors.Count)
        {
            (Vector256<byte> red, Vector256<byte> green, Vector256<byte> blue) = RgbVectors.Load(ref source, x * 3);
            Vector256<byte> max = Vector256.Max(red, Vector256.Max(green, blue));
            Vector256<byte> spread = max - Vector256.Min(red, Vector256.Min(green, blue));
            if (!Vector256.LessThanOrEqualAny(max, Vector256.Create(DarkMax)) && !Vector256.GreaterThanOrEqualAny(spread, Vector256.Create(InkSpread)))
            {
                continue; // glass and pale tissue
            }

            Vector256<byte> greenOverRed = Vector256.SubtractSaturate(green, red);
            Vector256<byte> inky =
                (Vector256.Equals(green, max) & AtLeast(greenOverRed, 24))
                | (Vector256.Equals(blue, max) & AtLeast(greenOverRed, 1)
                    & ((NotBelow(greenOverRed, spread >>> 2) & NotBelow(spread, (max >>> 1) - (max >>> 3)))
                        | (NotBelow(greenOverRed, (spread >>> 3) + (spread >>> 5)) & NotBelow(spread, max >>> 1))))
                | (AtLeast(red, 144) & AtMost(green, 96) & AtMost(blue, 96) & AtMost(Vector256.SubtractSaturate(blue, green), 16))
                | (AtMost(max, 88) & AtMost(spread, 20));
            Vector256<byte> dark = AtMost(max, 24);
            ulong bits = Vector256.ConditionalSelect(dark, useBlack, inky & usePen).ExtractMostSignificantBits();
            row[x >> 6] |= bits << (x & 63);
            any |= bits;
        }

        for (; x < width; x++)
        {
            if (IsInk(rgb[x * 3], rgb[(x * 3) + 1], rgb[(x * 3) + 2], black, pen))
            {
                row[x >> 6] |= 1UL << (x & 63);
                any = 1;
            }
        }

        return any != 0;
    }

    /// <summary>The rules for one pixel.</summary>
    public static bool IsInk(byte red, byte green, byte blue, bool black, bool pen)
    {
        int max = Math.Max(red, Math.Max(green, blue)), spread = max - Math.Min(red, Math.Min(green, blue));
        if (max <= 24)
        {
            return black;
        }

        int greenOverRed = green - red;
        return pen
            && ((green == max && greenOverRed >= 24)
                || (blue == max && greenOverRed >= 1
                    && ((greenOverRed >= spread >> 2 && spread >= (max >> 1) - (max >> 3))
                        || (greenOverRed >= (spread >> 3) + (spread >> 5) && spread >= max >> 1)))
                || (red >= 144 && green <= 96 && blue <= 96 && blue - green <= 16)
                || (max <= 88 && spread <= 20));
    }

    private static Vector256<byte> AtMost(Vector256<byte> values, byte limit) => Vector256.LessThanOrEqual(values, Vector256.Create(limit));

    private static Vector256<byte> AtLeast(Vector256<byte> values, byte limit) => Vector256.GreaterThanOrEqual(values, Vector256.Create(limit));

    private static Vector256<byte> NotBelow(Vector256<byte> values, Vector256<byte> limits) => Vector256.GreaterThanOrEqual(values, limits);
}
