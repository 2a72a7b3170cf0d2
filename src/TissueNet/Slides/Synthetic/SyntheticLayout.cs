using System.Runtime.Intrinsics;
using static TissueNet.Slides.Synthetic.SyntheticNoise;

namespace TissueNet.Slides.Synthetic;

/// <summary>Where a synthetic slide has tissue, and of which kind: a pure function of the position in um.</summary>
internal sealed class SyntheticLayout
{
    private readonly uint seed;
    private readonly double width;
    private readonly double height;
    private readonly Piece[] pieces;
    private readonly double radius;
    private readonly double scale;
    private readonly float threshold;

    public SyntheticLayout(SyntheticSlideSpec spec)
    {
        seed = Hash(spec.Seed, 17, 0x5EED);
        (width, height) = (spec.Width * spec.Mpp, spec.Height * spec.Mpp);
        double shorter = Math.Min(width, height);
        pieces = MakePieces(2 + (int)(Unit(1, 0, seed) * 3), spec.Tissue);
        radius = pieces.Average(piece => piece.Radius);
        scale = Math.Clamp(shorter * 0.22, 90, 1500);
        threshold = FindThreshold(spec.Tissue);
    }

    /// <summary>Seed of the slide's textures.</summary>
    public uint Seed => seed;

    /// <summary>Centre and mean radius in um of the piece that the pen circles.</summary>
    public (double X, double Y, double Radius) MarkedPiece => (pieces[0].X, pieces[0].Y, pieces[0].Radius);

    /// <summary>The fields at a position in um.</summary>
    public LayoutPoint At(double x, double y)
    {
        double small = scale * 0.42, wide = scale * 0.9;
        float invasion = (50 * (Smooth(x / 90, y / 90, seed + 18) - 0.5f)) + (22 * (Smooth(x / 33, y / 33, seed + 19) - 0.5f));
        return new LayoutPoint(Vector256.Create(
            Math.Min((Outline(x, y) - threshold) * (float)radius, Crack(x, y)) + Fringe(x, y),
            ((Fractal(x / small, y / small, seed + 11, 3) - 0.73f) * (float)small) + (0.6f * invasion),
            ((Fractal(x / scale, y / scale, seed + 12, 3) - 0.58f) * (float)scale) + invasion,
            ((Fractal(x / wide, y / wide, seed + 13, 3) - 0.65f) * (float)wide) + (0.5f * invasion),
            (Fractal(x / wide, y / wide, seed + 14, 2) - 0.46f) * (float)wide,
            240 * (Fractal(x / 420, y / 420, seed + 15, 2) - 0.5f),
            240 * (Fractal(x / 420, y / 420, seed + 16, 2) - 0.5f),
            Smooth(x / 1100, y / 1100, seed + 17)));
    }

    // Ragged rather than cut by a knife.
    private float Fringe(double x, double y) =>
        (26 * (Smooth(x / 80, y / 80, seed + 4) - 0.5f)) + (9 * (Smooth(x / 24, y / 24, seed + 5) - 0.5f));

    // Tears: lines where a noise crosses its mean, as wide as another noise says, which mostly is not at all.
    private float Crack(double x, double y)
    {
        float openness = (26 * Smooth(x / 900, y / 900, seed + 6)) - 17;
        return (Math.Abs(Fractal(x / 600, y / 600, seed + 7, 2) - 0.5f) * 600) - openness;
    }

    private float Outline(double x, double y)
    {
        float best = -10;
        foreach (Piece piece in pieces)
        {
            double dx = x - piece.X, dy = y - piece.Y;
            double u = ((dx * piece.Cos) + (dy * piece.Sin)) / (piece.Radius * piece.Stretch);
            double v = ((dy * piece.Cos) - (dx * piece.Sin)) / piece.Radius * piece.Stretch;
            best = Math.Max(best, 1 - (float)Math.Sqrt((u * u) + (v * v)));
        }

        // Scanned areas have a margin of glass.
        double margin = Math.Min(width, height) * 0.14;
        double edge = Math.Min(Math.Min(x, width - x), Math.Min(y, height - y)) / margin;
        best -= edge < 1 ? 1.1f * (float)((1 - edge) * (1 - edge)) : 0;
        return best + (0.75f * (Fractal(x / (radius * 0.8), y / (radius * 0.8), seed + 3, 4) - 0.5f));
    }

    // Best of several candidates each, so that pieces lie apart but not in a grid.
    private Piece[] MakePieces(int count, double share)
    {
        var made = new Piece[count];
        double typical = Math.Sqrt(Math.Max(share, 0.02) * width * height / (count * Math.PI));
        for (int i = 0; i < count; i++)
        {
            double best = -1;
            for (int candidate = 0; candidate < 16; candidate++)
            {
                double x = width * (0.2 + (0.6 * Unit(i, candidate, seed + 1)));
                double y = height * (0.2 + (0.6 * Unit(i, candidate, seed + 2)));
                double nearest = made.Take(i).Select(piece => Square(x - piece.X) + Square(y - piece.Y)).DefaultIfEmpty(1).Min();
                if (nearest > best)
                {
                    best = nearest;
                    double angle = Math.PI * Unit(i, 50, seed);
                    double size = typical * (0.8 + (0.5 * Unit(i, 51, seed))), stretch = 1 + (0.35 * Unit(i, 52, seed));
                    made[i] = new Piece(x, y, size, stretch, Math.Cos(angle), Math.Sin(angle));
                }
            }
        }

        return made;

        static double Square(double value) => value * value;
    }

    // The share is met by sorting samples of the outline and cutting where that share lies above.
    private float FindThreshold(double share)
    {
        const int Side = 128;
        var samples = new List<float>(Side * Side);
        for (int i = 0; i < Side * Side; i++)
        {
            double x = ((i % Side) + 0.5) / Side * width, y = ((i / Side) + 0.5) / Side * height;
            float fringe = Fringe(x, y);
            if (Crack(x, y) + fringe > 0)
            {
                samples.Add(Outline(x, y) + (fringe / (float)radius));
            }
        }

        samples.Sort();
        int above = (int)(share * Side * Side);
        return above == 0 ? 1e6f : samples[Math.Max(0, samples.Count - above)];
    }

    private readonly record struct Piece(double X, double Y, double Radius, double Stretch, double Cos, double Sin);
}
