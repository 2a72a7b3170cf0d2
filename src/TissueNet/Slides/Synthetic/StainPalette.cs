using System.Numerics;

namespace TissueNet.Slides.Synthetic;

/// <summary>
/// Colours of haematoxylin and eosin by the Beer–Lambert law, with haematoxylin's vector of Ruifrok and Johnston (Quantification of
/// histochemical staining by color deconvolution, 2001) and a warmer eosin than theirs, as scanners show it.
/// </summary>
internal static class StainPalette
{
    private const int PerUnit = 512;
    private static readonly Vector3 Haematoxylin = new(0.650f, 0.704f, 0.286f);
    private static readonly Vector3 Eosin = new(0.105f, 0.925f, 0.365f);
    private static readonly float[] Transmission = MakeTransmission();

    /// <summary>Colour of empty glass, 0–255.</summary>
    public static Vector3 Glass { get; } = new(244, 242, 245);

    /// <summary><see cref="Glass"/> as 0xRRGGBB.</summary>
    public static int GlassRgb => ((int)Glass.X << 16) | ((int)Glass.Y << 8) | (int)Glass.Z;

    /// <summary>The colour, 0–255, that glass takes from amounts of stain (optical density along each stain's vector).</summary>
    public static Vector3 Color(float haematoxylin, float eosin)
    {
        Vector3 density = ((Haematoxylin * haematoxylin) + (Eosin * eosin)) * PerUnit;
        return Glass * new Vector3(Transmitted(density.X), Transmitted(density.Y), Transmitted(density.Z));
    }

    private static float Transmitted(float density) => Transmission[Math.Min((int)density, Transmission.Length - 1)];

    private static float[] MakeTransmission()
    {
        float[] table = new float[4 * PerUnit];
        for (int i = 0; i < table.Length; i++)
        {
            table[i] = (float)Math.Exp(-(i + 0.5) / PerUnit);
        }

        return table;
    }
}
