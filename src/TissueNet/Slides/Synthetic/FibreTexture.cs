using static TissueNet.Slides.Synthetic.SyntheticNoise;

namespace TissueNet.Slides.Synthetic;

/// <summary>Stroma's wavy fibres: noise that is stretched along one direction and bent by the layout's displacement.</summary>
/// <param name="seed">The slide's seed.</param>
internal sealed class FibreTexture(uint seed)
{
    private readonly float cos = NucleusPainter.Rotation(Unit(5, 5, seed)).Cos;
    private readonly float sin = NucleusPainter.Rotation(Unit(5, 5, seed)).Sin;

    /// <summary>Mean of the thickness that <see cref="At"/> gives.</summary>
    public const float MeanThickness = 0.5f;

    /// <summary>Mean of the cleft that <see cref="At"/> gives.</summary>
    public const float MeanCleft = 0.06f;

    /// <summary>Thickness of fibres, 0–1, and how far a position is in a cleft between them, 0–1.</summary>
    public (float Thickness, float Cleft) At(double x, double y, in LayoutPoint point)
    {
        double along = (x * cos) + (y * sin) + point.WarpX, across = (y * cos) - (x * sin) + point.WarpY;
        float bundle = Smooth(along / 70, across / 9, seed + 40);
        float fibre = Smooth(along / 28, across / 2.6, seed + 41);
        float cleft = Step(0.80f, 0.9f, (Smooth(along / 90, across / 6, seed + 42) * 0.8f) + (0.2f * fibre));
        return ((bundle * 0.5f) + (fibre * 0.5f), cleft);
    }

    /// <summary>Direction of the fibres at a position in um, turned a little.</summary>
    public (float Cos, float Sin) Direction(in LayoutLattice layout, double x, double y, float turn)
    {
        const double Step = 3;
        LayoutPoint ahead = layout.At(x + (cos * Step), y + (sin * Step)), behind = layout.At(x - (cos * Step), y - (sin * Step));
        LayoutPoint left = layout.At(x - (sin * Step), y + (cos * Step)), right = layout.At(x + (sin * Step), y - (cos * Step));

        // Along a fibre "across + WarpY" is constant.
        float alongSlope = (ahead.WarpY - behind.WarpY) / (float)(2 * Step);
        float acrossSlope = 1 + ((left.WarpY - right.WarpY) / (float)(2 * Step));
        float u = acrossSlope - (turn * alongSlope), v = -alongSlope - (turn * acrossSlope);
        float length = MathF.Sqrt((u * u) + (v * v)) + 1e-6f;
        (u, v) = (u / length, v / length);
        return ((u * cos) - (v * sin), (u * sin) + (v * cos));
    }
}
