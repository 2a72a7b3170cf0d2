namespace TissueNet.Reports;

/// <summary>
/// Letters drawn as pen strokes, so that text needs no font on the machine and is smooth at any size. Printable ASCII; other
/// characters are drawn as a question mark.
/// </summary>
/// <remarks>
/// A stroke is a list of points of two characters: x as a hexadecimal digit, y as a letter from a (top of capitals) over e (top of
/// small letters) and m (base line) to q (bottom of descenders). Shallow turns are rounded when the table is read.
/// </remarks>
internal static class StrokeFont
{
    /// <summary>Height of a capital in units.</summary>
    public const float CapHeight = 12;

    /// <summary>Space between letters in units.</summary>
    public const float Gap = 3.2f;

    private const float SpaceWidth = 3.5f;
    private const float SharpestRounded = 0.4f; // Cosine of 66 degrees: an octagon's corner is round, a right angle is not.

    private static readonly string[] Strokes =
    [
        "0a0i 0l0m", "0a0d 3a3d", "2a1m 6a5m 0e8e 0i8i", "7c5a2a0c0d1e6g7h7k5m2m0k 4a4m", // ! " # $
        "8a0m 1a2a3b3c2d1d0c0b1a 6j7j8k8l7m6m5l5k6j", "8m2e2c3a5a6c6d0i0k2m5m8i", "0a0d", // % & '
        "2a1b0e0i1l2m", "0a1b2e2i1l0m", "3b3h 0d6f 6d0f", "3e3k 0h6h", "1l1m0o", "0h5h", "0l0m", "0m5a", // ( ) * + , - . /
        "2a5a7c7k5m2m0k0c2a", "0c3a3m", "0c2a5a7c7e0m7m", "0c2a5a7c7d5f2f 5f7h7k5m2m0k", "5m5a0i7i", // 0 1 2 3 4
        "7a1a0f2e5e7g7k5m2m0k", "6a3b1e0h0k2m5m7k7h5f2f0h", "0a7a3m", "2f0d0c2a5a7c7d5f2f0h0k2m5m7k7h5f", "1m4l6i7f7c5a2a0c0e2g5g7e", // 5–9
        "0f0g 0l0m", "1f1g 1l1m0o", "6d0h6l", "0f6f 0j6j", "0d6h0l", "0c2a4a6c6d3g3i 3l3m", // : ; < = > ?
        "6g5e3e2g2h3j5j6h6e6j8j8d6a2a0d0j2m6m", // @
        "0m4a8m 1i7i", "5f7d7c5a0a0m5m7k7h5f0f", "8c6a3a1b0d0j1l3m6m8k", "0a4a7c8e8i7k4m0m0a", "7a0a0m7m 0f5f", "7a0a0m 0f5f", // A–F
        "8c6a3a1b0d0j1l3m6m8k8g5g", "0a0m 8a8m 0f8f", "0a0m", "5a5k3m2m0k", "0a0m 7a0h 3e7m", "0a0m6m", "0m0a4h8a8m", "0m0a8m8a", // G–N
        "3a5a7b8d8j7l5m3m1l0j0d1b3a", "0m0a5a7c7e5g0g", "3a5a7b8d8j7l5m3m1l0j0d1b3a 5j8m", "0m0a5a7c7e5g0g 4g7m", // O P Q R
        "7c5a2a0c0d1e6g7h7k5m2m0k", "0a8a 4a4m", "0a0j1l3m5m7l8j8a", "0a4m8a", "0a3m5d7mAa", "0a7m 7a0m", "0a4g8a 4g4m", "0a7a0m7m", // S–Z
        "2a0a0m2m", "0a5m", "0a2a2m0m", "0e3a6e", "0n7n", "0a2c", // [ \ ] ^ _ `
        "6e6m 6g4e2e0g0k2m4m6k", "0a0m 0g2e4e6g6k4m2m0k", "6g4e2e0g0k2m4m6k", "6a6m 6g4e2e0g0k2m4m6k", "0i6i6g4e2e0g0k2m4m6k", // a–e
        "4a3a1c1m 0e4e", "6e6o4q2q0p 6g4e2e0g0k2m4m6k", "0a0m 0g2e4e6g6m", "0e0m 0a0b", "2e2o1q0q 2a2b", "0a0m 6e0j 2h6m", "0a0k2m", // f–l
        "0e0m 0g2e3e5g5m 5g7e8eAgAm", "0e0m 0g2e4e6g6m", "2e4e6g6k4m2m0k0g2e", "0e0q 0g2e4e6g6k4m2m0k", "6e6q 6g4e2e0g0k2m4m6k", // m–q
        "0e0m 0g2e4e", "6f4e2e0f0g1h5i6j6k4m2m0l", "2b2k4m5m 0e5e", "0e0k2m4m6k 6e6m", "0e3m6e", "0e2m5f8mAe", "0e6m 6e0m", // r–x
        "0e3m 6e3m2p0q", "0e6e0m6m", "3a2a1b1f0g1h1l2m3m", "0a0o", "0a1a2b2f3g2h2l1m0m", "0i1g2g4i5i6g", // y z { | } ~
    ];

    private static readonly Glyph[] Glyphs = [new Glyph(SpaceWidth, []), .. Strokes.Select(Parse)];

    /// <summary>The glyph of a character.</summary>
    public static Glyph Of(char character) => Glyphs[character is >= ' ' and <= '~' ? character - ' ' : '?' - ' '];

    /// <summary>Width of a text in units.</summary>
    public static float Measure(string text) => text.Sum(c => Of(c).Width + Gap) - (text.Length == 0 ? 0 : Gap);

    private static Glyph Parse(string strokes)
    {
        List<Segment> segments = [];
        float width = 0;
        foreach (string stroke in strokes.Split(' '))
        {
            List<(float X, float Y)> points = [.. stroke.Chunk(2).Select(p => ((float)Convert.ToInt32(p[0].ToString(), 16), (float)(p[1] - 'a')))];
            points = Round(Round(points));
            width = Math.Max(width, points.Max(p => p.X));
            segments.AddRange(points.Zip(points.Skip(1), (a, b) => new Segment(a.X, a.Y, b.X, b.Y)));
        }

        return new Glyph(width, [.. segments]);
    }

    /// <summary>Cuts shallow corners (Chaikin, 1974).</summary>
    private static List<(float X, float Y)> Round(List<(float X, float Y)> points)
    {
        bool closed = points.Count > 3 && points[0] == points[^1];
        List<(float X, float Y)> rounded = closed ? [] : [points[0]];
        for (int i = closed ? 0 : 1; i < points.Count - 1; i++)
        {
            (float X, float Y) before = points[i == 0 ? points.Count - 2 : i - 1], at = points[i], after = points[i + 1];
            (float X, float Y) arriving = (at.X - before.X, at.Y - before.Y), leaving = (after.X - at.X, after.Y - at.Y);
            float cosine = ((arriving.X * leaving.X) + (arriving.Y * leaving.Y)) /
                (MathF.Sqrt((arriving.X * arriving.X) + (arriving.Y * arriving.Y)) * MathF.Sqrt((leaving.X * leaving.X) + (leaving.Y * leaving.Y)));
            if (cosine < SharpestRounded)
            {
                rounded.Add(at);
                continue;
            }

            rounded.Add((at.X - (arriving.X / 4), at.Y - (arriving.Y / 4)));
            rounded.Add((at.X + (leaving.X / 4), at.Y + (leaving.Y / 4)));
        }

        rounded.Add(closed ? rounded[0] : points[^1]);
        return rounded;
    }

    /// <summary>A letter.</summary>
    /// <param name="Width">Units across.</param>
    /// <param name="Segments">Its strokes, in units, y downwards from the top of capitals.</param>
    internal readonly record struct Glyph(float Width, Segment[] Segments);

    /// <summary>A straight piece of a stroke.</summary>
    internal readonly record struct Segment(float X0, float Y0, float X1, float Y1)
    {
        /// <summary>Distance of a point.</summary>
        public float Distance(float x, float y)
        {
            float dx = X1 - X0, dy = Y1 - Y0, length = (dx * dx) + (dy * dy);
            float along = length == 0 ? 0 : Math.Clamp((((x - X0) * dx) + ((y - Y0) * dy)) / length, 0, 1);
            float ex = x - X0 - (along * dx), ey = y - Y0 - (along * dy);
            return MathF.Sqrt((ex * ex) + (ey * ey));
        }
    }
}
