namespace TissueNet.Tests.Slides;

/// <summary>
/// Writes a position along one axis into a colour, and reads it back: red and green are triangular waves a quarter of a period apart, so
/// that one of them is straight wherever the other folds; blue says which period it is. All are linear in position except
/// at folds, so a pixel that averages or interpolates others still tells where its middle is.
/// </summary>
/// <param name="Origin">Where blue begins.</param>
/// <param name="Span">Length that blue tells apart, up to about 100 periods.</param>
/// <param name="Period">Length of a wave. No pixel may mix colours from further than an eighth of it.</param>
internal readonly record struct CoordinateCode(double Origin, double Span, double Period)
{
    private const double Low = 20;
    private const double Range = 200;

    /// <summary>The longest error that a colour rounded twice, at the source and at the target, can feign.</summary>
    public double Resolution => Period / (2 * Range);

    /// <summary>The code for reading a window with pixels <paramref name="step"/> apart.</summary>
    public static CoordinateCode For(double origin, double step, int count) => new(origin - step, step * (count + 2), 9 * Math.Max(1, step));

    public void Encode(double position, Span<byte> rgb)
    {
        double wave = position / Period;
        rgb[0] = (byte)Math.Round(Low + (Range * Triangle(wave)));
        rgb[1] = (byte)Math.Round(Low + (Range * Triangle(wave + 0.25)));
        rgb[2] = (byte)Math.Round(Math.Clamp(Low + ((position - Origin) / Span * Range), 0, 255));
    }

    public double Decode(ReadOnlySpan<byte> rgb)
    {
        double rough = Origin + ((rgb[2] - Low) / Range * Span);
        double red = Inverse(rgb[0]), green = Inverse(rgb[1]);
        double best = 0, least = double.MaxValue;
        foreach (double within in (ReadOnlySpan<double>)[red, 1 - red])
        {
            double position = (Math.Round((rough / Period) - within) + within) * Period;
            double mismatch = Math.Abs(Triangle((position / Period) + 0.25) - ((rgb[1] - Low) / Range));
            (best, least) = mismatch < least ? (position, mismatch) : (best, least);
        }

        if (red is > 0.125 and < 0.375)
        {
            return best;
        }

        double first = Nearest(best, green - 0.25), second = Nearest(best, 0.75 - green);
        return Math.Abs(first - best) < Math.Abs(second - best) ? first : second;
    }

    private static double Triangle(double wave) => Math.Abs((2 * (wave - Math.Floor(wave))) - 1);

    // In the first half of a wave, which falls from 1 to 0.
    private static double Inverse(byte value) => (1 - ((value - Low) / Range)) / 2;

    private double Nearest(double position, double within) => (Math.Round((position / Period) - within) + within) * Period;
}
