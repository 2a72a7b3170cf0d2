using System.Numerics;
using static TissueNet.Slides.Synthetic.SyntheticNoise;

namespace TissueNet.Slides.Synthetic;

/// <summary>A felt pen's stroke, drawn round a piece of tissue on the cover glass: part of a wavy circle.</summary>
internal sealed class PenMark
{
    private static readonly Vector3[] Inks = [new(0.16f, 0.25f, 0.72f), new(0.10f, 0.52f, 0.30f), new(0.13f, 0.12f, 0.14f)];

    private readonly uint seed;
    private readonly double centreX;
    private readonly double centreY;
    private readonly double radius;
    private readonly double halfWidth;
    private readonly double cosHalfArc;
    private double middleX;
    private double middleY;

    public PenMark(SyntheticLayout layout, double width, double height)
    {
        seed = layout.Seed + 90;
        (centreX, centreY, double pieceRadius) = layout.MarkedPiece;
        halfWidth = Math.Clamp(Math.Min(width, height) * 0.012, 12, 450);
        radius = (pieceRadius * 1.45) + halfWidth;
        double halfArc = 0.5 + (0.5 * Unit(1, 0, seed));
        cosHalfArc = Math.Cos(halfArc);
        Ink = Inks[Hash(2, 0, seed) % (uint)Inks.Length];
        Place(layout, width, height, halfArc);
    }

    /// <summary>What the ink lets through, per colour.</summary>
    public Vector3 Ink { get; }

    /// <summary>Whether a rectangle (in um) may show some of it.</summary>
    public bool Touches(double left, double top, double right, double bottom)
    {
        double reach = (radius * 1.08) + (2 * halfWidth);
        return right > centreX - reach && left < centreX + reach && bottom > centreY - reach && top < centreY + reach;
    }

    /// <summary>How much ink is at a position in um: 0 none, 1 full.</summary>
    /// <param name="x">Position in um.</param>
    /// <param name="y">Position in um.</param>
    /// <param name="softness">Width of the stroke's blurred edge in um.</param>
    public float At(double x, double y, double softness)
    {
        double dx = x - centreX, dy = y - centreY;
        double distance = Math.Sqrt((dx * dx) + (dy * dy));
        if (Math.Abs(distance - radius) > (radius * 0.08) + (2 * halfWidth))
        {
            return 0;
        }

        double wave = (Smooth(dx / radius * 2, dy / radius * 2, seed + 1) - 0.5) * radius * 0.1;
        double across = distance - radius - wave;
        double beyond = Math.Max(0, (cosHalfArc - (((dx * middleX) + (dy * middleY)) / distance)) * radius); // the ends are round
        double rough = (Smooth(x / 25, y / 25, seed + 2) - 0.5) * Math.Min(14, halfWidth * 0.3);
        double edge = halfWidth - Math.Sqrt((across * across) + (beyond * beyond)) + rough;
        return (float)Math.Clamp((edge / softness) + 0.5, 0, 1) * Strength(across, x, y);
    }

    // Streaks along the stroke, and more ink at its edges, where it dries last.
    private float Strength(double across, double x, double y)
    {
        float streak = Smooth(across / (halfWidth * 0.12), 0.5, seed + 3);
        float patchy = Smooth(x / (halfWidth * 1.5), y / (halfWidth * 1.5), seed + 4);
        float rim = (float)Math.Min(1, across * across / (halfWidth * halfWidth));
        return 0.62f + (0.12f * streak) + (0.1f * patchy) + (0.14f * rim);
    }

    // Where round the piece there is the most glass.
    private void Place(SyntheticLayout layout, double width, double height, double halfArc)
    {
        int best = -1;
        for (int i = 0; i < 32; i++)
        {
            double angle = Math.Tau * i / 32;
            int free = 0;
            for (int k = -6; k <= 6; k++)
            {
                (double sin, double cos) = Math.SinCos(angle + (k * halfArc / 6));
                double x = centreX + (radius * cos), y = centreY + (radius * sin);
                bool inside = x > 0 && y > 0 && x < width && y < height;
                free += inside && layout.At(x, y).Tissue < -halfWidth ? 1 : 0;
            }

            if (free > best)
            {
                best = free;
                (middleY, middleX) = Math.SinCos(angle);
            }
        }
    }
}
