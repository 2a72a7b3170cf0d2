using static TissueNet.Slides.Synthetic.SyntheticNoise;

namespace TissueNet.Slides.Synthetic;

/// <summary>One gland: an epithelium of columnar cells, nuclei at the outside, round a pale lumen. Lengths in um.</summary>
internal readonly record struct GlandShape
{
    /// <summary>Glands lie in cells of this size, one in each, without touching.</summary>
    public const double Cell = 118;

    /// <summary>The farthest a gland reaches from its centre.</summary>
    public const double Reach = 60;

    /// <summary>Mean share of glandular stroma that is gland.</summary>
    public const float MeanShare = 0.2f;

    /// <summary>Mean share of a gland that is lumen.</summary>
    public const float MeanLumen = 0.17f;

    /// <summary>Mean share of a gland that is nucleus.</summary>
    public const float MeanNucleus = 0.3f;

    /// <summary>Mean amount of haematoxylin in its nuclei.</summary>
    public const float MeanDensity = 1.2f;

    /// <summary>Thickness of its cells.</summary>
    private const float Epithelium = 21;

    private readonly uint seed;
    private readonly float oval;
    private readonly float lobes;
    private readonly float cos;
    private readonly float sin;

    private GlandShape(int column, int row, uint seed)
    {
        this.seed = Hash(column, row, seed);
        Radius = 19 + (27 * Unit(column, row, seed + 3));
        double room = Cell - (2.5 * Radius); // the smaller, the freer to lie anywhere in its cell
        X = ((column + 0.5) * Cell) + (room * (Unit(column, row, seed + 1) - 0.5));
        Y = ((row + 0.5) * Cell) + (room * (Unit(column, row, seed + 2) - 0.5));
        oval = 0.16f * Unit(column, row, seed + 4);
        lobes = 0.09f * Unit(column, row, seed + 5);
        (cos, sin) = NucleusPainter.Rotation(Unit(column, row, seed + 6));
    }

    public double X { get; }

    public double Y { get; }

    /// <summary>Mean outer radius.</summary>
    public float Radius { get; }

    /// <summary>The gland in a cell, unless that lies elsewhere than in glandular stroma.</summary>
    public static GlandShape? At(SyntheticLayout layout, double mpp, int column, int row)
    {
        uint own = layout.Seed + 60;
        if (Unit(column, row, own) > 0.82f)
        {
            return null;
        }

        var gland = new GlandShape(column, row, own);
        LayoutPoint point = LayoutLattice.At(layout, mpp, gland.X, gland.Y);
        return point is { Class: SyntheticClass.Stroma, Glands: > 0 } && point.Tissue > gland.Radius * 1.2f ? gland : null;
    }

    /// <summary>How far inside the outline a position is, in um: negative outside.</summary>
    public float Depth(double x, double y)
    {
        float dx = (float)(x - X), dy = (float)(y - Y);
        float distance = MathF.Sqrt((dx * dx) + (dy * dy));
        return OutlineAt(dx, dy, distance) - distance;
    }

    /// <summary>Puts the gland on the planes, in place of the stroma there.</summary>
    public void Paint(SyntheticPlanes planes)
    {
        (int left, int top, int right, int bottom) = planes.Around(X, Y, Reach);
        float pixel = (float)planes.Pixel, soft = Math.Max(1.2f, pixel);
        bool hasNuclei = pixel <= NucleusPainter.CoarsestPixel;
        for (int row = top; row < bottom; row++)
        {
            double y = planes.CentreY(row);
            for (int column = left; column < right; column++)
            {
                double x = planes.CentreX(column);
                float depth = Depth(x, y);
                float cover = Math.Clamp((depth / soft) + 0.5f, 0, 1);
                if (cover <= 0)
                {
                    continue;
                }

                // A thin membrane outside, denser cytoplasm at the nuclei, pale mucin towards the lumen, which has a ragged edge.
                int i = (row * planes.Width) + column;
                float ragged = pixel < 4 ? 5 * (Smooth(x / 7, y / 7, seed) - 0.5f) : 0;
                float lumen = Math.Clamp(((depth - LumenDepth + ragged) / soft) + 0.5f, 0, 1);
                float apical = Step(7, 15, depth), membrane = pixel < 4 ? 1 - Math.Clamp(depth / 1.6f, 0, 1) : 0;
                float eosin = 0.40f - (0.17f * apical) + (0.35f * membrane), haematoxylin = 0.26f - (0.14f * apical);
                float nuclei = hasNuclei ? 0 : 0.5f * (1 - Step(8, 14, depth));
                planes.Eosin[i] += (eosin - planes.Eosin[i]) * cover;
                planes.Haematoxylin[i] += (haematoxylin - planes.Haematoxylin[i]) * cover;
                planes.Hole[i] += ((lumen * 0.93f) - planes.Hole[i]) * cover;
                planes.Nucleus[i] += (nuclei - planes.Nucleus[i]) * cover;
                planes.Chromatin[i] = hasNuclei ? planes.Chromatin[i] : planes.Chromatin[i] + ((1.15f - planes.Chromatin[i]) * cover);
            }
        }

        if (hasNuclei)
        {
            PaintNuclei(planes);
        }
    }

    private float LumenDepth => Math.Min(Epithelium, Radius - 5);

    private void PaintNuclei(SyntheticPlanes planes)
    {
        int count = (int)(2 * MathF.PI * (Radius - 7) / 6.6f);
        for (int k = 0; k < count; k++)
        {
            float turn = (k + (0.5f * (Unit(k, 0, seed) - 0.5f))) / count;
            (float directionX, float directionY) = NucleusPainter.Rotation(turn);
            float radius = OutlineAt(directionX, directionY, 1) - 6.8f - (3.4f * Unit(k, 1, seed));
            new NucleusShape(
                X + (directionX * radius), Y + (directionY * radius), 4.2f + (1.8f * Unit(k, 2, seed)), 2.3f + (0.7f * Unit(k, 3, seed)),
                directionX, directionY, 1 + (0.4f * Unit(k, 4, seed)), 0.05f, 0.5f, 0).Paint(planes, seed);
        }
    }

    // Two and three waves round the circle, by the formulas for multiples of an angle.
    private float OutlineAt(float dx, float dy, float distance)
    {
        float c = distance > 0 ? ((dx * cos) + (dy * sin)) / distance : 1;
        float s = distance > 0 ? ((dy * cos) - (dx * sin)) / distance : 0;
        return Radius * (1 + (oval * ((c * c) - (s * s))) + (lobes * c * ((4 * c * c) - 3)));
    }
}
