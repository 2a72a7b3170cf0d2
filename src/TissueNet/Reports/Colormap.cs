namespace TissueNet.Reports;

/// <summary>Colours for a probability that look evenly spaced and survive colour blindness: viridis (van der Walt and Smith, 2015), at nine points.</summary>
internal static class Colormap
{
    private static readonly int[] Points = [0x440154, 0x472D7B, 0x3B528B, 0x2C728E, 0x21918C, 0x28AE80, 0x5EC962, 0xADDC30, 0xFDE725];

    /// <summary>The colour of a value, 0xRRGGBB.</summary>
    /// <param name="value">0–1; values outside are taken as the nearest.</param>
    public static int Of(float value)
    {
        float position = Math.Clamp(value, 0, 1) * (Points.Length - 1);
        int below = Math.Min((int)position, Points.Length - 2);
        float part = position - below;
        int color = 0;
        for (int shift = 0; shift <= 16; shift += 8)
        {
            int from = (Points[below] >> shift) & 0xFF, to = (Points[below + 1] >> shift) & 0xFF;
            color |= (int)(from + ((to - from) * part) + 0.5f) << shift;
        }

        return color;
    }
}
