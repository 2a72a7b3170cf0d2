namespace TissueNet.Regions;

/// <summary>
/// How much haematoxylin a pixel holds, by unmixing its optical density into haematoxylin, eosin and a rest that is neither
/// (A. C. Ruifrok, D. A. Johnston, "Quantification of histochemical staining by color deconvolution", Anal. Quant. Cytol. Histol. 23, 2001).
/// </summary>
internal static class HaematoxylinScore
{
    // The paper's vectors for haematoxylin and eosin; the third is perpendicular to both, as the paper does where there are two stains.
    private static readonly double[] Haematoxylin = Unit([0.650, 0.704, 0.286]);
    private static readonly double[] Eosin = Unit([0.072, 0.990, 0.105]);

    private static readonly float[][] Tables = MakeTables();

    /// <summary>Scores pixels.</summary>
    /// <param name="rgb">Three bytes per pixel.</param>
    /// <param name="scores">Receives the density of haematoxylin, 0 or more, per pixel.</param>
    public static void Measure(ReadOnlySpan<byte> rgb, Span<float> scores)
    {
        float[] red = Tables[0], green = Tables[1], blue = Tables[2];
        for (int i = 0, p = 0; i < scores.Length; i++, p += 3)
        {
            scores[i] = Math.Max(0, red[rgb[p]] + green[rgb[p + 1]] + blue[rgb[p + 2]]);
        }
    }

    // The amount of haematoxylin is the row of the inverse stain matrix that belongs to it, times the optical density: by Cramer's
    // rule (eosin × rest) · density / (haematoxylin · (eosin × rest)).
    private static float[][] MakeTables()
    {
        double[] rest = Unit(Cross(Haematoxylin, Eosin)), row = Cross(Eosin, rest);
        double volume = Haematoxylin[0] * row[0] + Haematoxylin[1] * row[1] + Haematoxylin[2] * row[2];
        return [.. row.Select(weight => Enumerable.Range(0, 256).Select(v => (float)(-Math.Log10((v + 1) / 256.0) * weight / volume)).ToArray())];
    }

    private static double[] Cross(double[] a, double[] b) =>
        [(a[1] * b[2]) - (a[2] * b[1]), (a[2] * b[0]) - (a[0] * b[2]), (a[0] * b[1]) - (a[1] * b[0])];

    private static double[] Unit(double[] vector)
    {
        double length = Math.Sqrt(vector.Sum(v => v * v));
        return [.. vector.Select(v => v / length)];
    }
}
