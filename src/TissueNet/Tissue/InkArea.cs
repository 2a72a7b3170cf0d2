namespace TissueNet.Tissue;

/// <summary>From ink-coloured pixels to what pens and scanners leave: areas, with the pale rim of a stroke.</summary>
internal static class InkArea
{
    // Smaller spots are pigment, pixel noise or debris, and the threshold decides about them.
    private const double MinUm2 = 10_000;
    private const double GapUm = 16;
    private const double RimUm = 24;

    /// <summary>Keeps areas of at least 10,000 um² (spots up to 32 um apart belong together) and widens them by 24 um.</summary>
    /// <param name="ink">Ink-coloured pixels.</param>
    /// <param name="mpp">Microns per pixel.</param>
    public static BitMask From(BitMask ink, double mpp)
    {
        BitMask areas = Morphology.Close(ink, (int)Math.Round(GapUm / mpp));
        MaskComponents.DropSmall(areas, MinUm2 / (mpp * mpp));
        return Morphology.Dilate(areas, (int)Math.Ceiling(RimUm / mpp));
    }
}
