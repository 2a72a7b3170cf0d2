namespace TissueNet.Slides.Synthetic;

/// <summary>One nucleus: an ellipse with some irregularity. Lengths in um.</summary>
/// <param name="X">Centre.</param>
/// <param name="Y">Centre.</param>
/// <param name="Long">Half of its length.</param>
/// <param name="Short">Half of its width.</param>
/// <param name="Cos">Of the angle of its length.</param>
/// <param name="Sin">Of the angle of its length.</param>
/// <param name="Density">Amount of haematoxylin.</param>
/// <param name="Irregularity">0 for an ellipse.</param>
/// <param name="Phase">Makes irregular ones differ, -1 to 1.</param>
/// <param name="Nucleolus">Amount of haematoxylin that a nucleolus adds; 0 for none.</param>
internal readonly record struct NucleusShape(
    double X, double Y, float Long, float Short, float Cos, float Sin, float Density, float Irregularity, float Phase, float Nucleolus)
{
    /// <summary>Puts it on the planes. Where nuclei overlap the fuller and darker shows, so their order does not matter.</summary>
    public void Paint(SyntheticPlanes planes, uint seed)
    {
        (int left, int top, int right, int bottom) = planes.Around(X, Y, (Long * (1 + Irregularity)) + planes.Pixel);
        Span<float> nucleus = planes.Nucleus, chromatin = planes.Chromatin;
        float sharpness = Short / (float)planes.Pixel;
        bool isDetailed = planes.Pixel < 1.1;
        for (int row = top; row < bottom; row++)
        {
            float dy = (float)(planes.CentreY(row) - Y);
            for (int column = left; column < right; column++)
            {
                float dx = (float)(planes.CentreX(column) - X);
                float u = ((dx * Cos) + (dy * Sin)) / Long, v = ((dy * Cos) - (dx * Sin)) / Short;
                float distance = MathF.Sqrt((u * u) + (v * v));
                distance *= Irregularity > 0 && distance > 0 ? 1 + (Irregularity * Lobes(u / distance, v / distance)) : 1;
                float cover = Math.Min(1, ((1 - distance) * sharpness) + 0.5f);
                if (cover <= 0)
                {
                    continue;
                }

                float detail = isDetailed ? Detail(u, v, distance, planes.CentreX(column), planes.CentreY(row), seed) : 1;
                float density = Density * detail;
                int i = (row * planes.Width) + column;
                if (cover > nucleus[i] || (cover == nucleus[i] && density > chromatin[i]))
                {
                    (nucleus[i], chromatin[i]) = (cover, density);
                }
            }
        }
    }

    // Three waves and two round the outline, by the formulas for multiples of an angle.
    private float Lobes(float cos, float sin) =>
        (Phase * cos * ((4 * cos * cos) - 3)) + ((1 - Math.Abs(Phase)) * 2 * sin * cos);

    // Clumps of chromatin, a darker membrane, a nucleolus.
    private float Detail(float u, float v, float distance, double x, double y, uint seed)
    {
        float clump = 0.72f + (0.5f * SyntheticNoise.Smooth(x / 1.3, y / 1.3, seed));
        float rim = 0.9f + (0.35f * SyntheticNoise.Step(0.6f, 0.95f, distance));
        float offCentre = ((u - 0.25f) * (u - 0.25f)) + ((v + 0.2f) * (v + 0.2f));
        return (clump * rim) + (offCentre < 0.07f ? Nucleolus / Density : 0);
    }
}
