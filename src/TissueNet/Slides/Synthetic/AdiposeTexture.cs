using static TissueNet.Slides.Synthetic.SyntheticNoise;

namespace TissueNet.Slides.Synthetic;

/// <summary>
/// Fat cells: the cells of a Voronoi diagram of jittered points, with thin walls (Worley, A cellular texture basis function, 1996).
/// </summary>
internal static class AdiposeTexture
{
    /// <summary>Share of fat that is vacuole.</summary>
    public const float MeanVacuole = 0.88f;

    private const double Cell = 58;
    private const float HalfWall = 1.5f;

    /// <summary>How far a position is in a vacuole rather than a wall, 0–1.</summary>
    /// <param name="x">Position in um.</param>
    /// <param name="y">Position in um.</param>
    /// <param name="pixel">Microns per pixel.</param>
    /// <param name="seed">The slide's seed.</param>
    public static float Vacuole(double x, double y, double pixel, uint seed)
    {
        double cellX = x / Cell, cellY = y / Cell;
        int column = (int)Math.Floor(cellX), row = (int)Math.Floor(cellY);
        float offsetX = (float)(cellX - column), offsetY = (float)(cellY - row);
        float nearest = 9, second = 9;
        for (int j = -1; j <= 1; j++)
        {
            for (int i = -1; i <= 1; i++)
            {
                uint random = Hash(column + i, row + j, seed + 70);
                float dx = i + 0.1f + (0.8f * (random & 0xFFFF) / 65536) - offsetX;
                float dy = j + 0.1f + (0.8f * (random >> 16) / 65536) - offsetY;
                float distance = (dx * dx) + (dy * dy);
                second = Math.Min(second, Math.Max(nearest, distance));
                nearest = Math.Min(nearest, distance);
            }
        }

        float toWall = (MathF.Sqrt(second) - MathF.Sqrt(nearest)) * (float)Cell / 2;
        float soft = Math.Max(1, (float)pixel);
        return Math.Clamp(((toWall - HalfWall) / soft) + 0.5f, 0, 1);
    }
}
