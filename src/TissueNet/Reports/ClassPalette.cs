namespace TissueNet.Reports;

/// <summary>
/// Colours of classes, 0xRRGGBB: the palette of Okabe and Ito (2008), which colour-blind people can tell apart, black left out,
/// then the muted one of Tol (2021). The first two suit "normal" and "tumour"; the pinks come last, for tissue is pink already.
/// </summary>
internal static class ClassPalette
{
    private static readonly int[] Colors =
    [
        0x56B4E9, 0xD55E00, 0x009E73, 0xF0E442, 0x0072B2, 0xE69F00, 0x332288,
        0x882255, 0x44AA99, 0x999933, 0xCC79A7, 0x117733, 0xCC6677, 0xAA4499, 0xDDDDDD,
    ];

    /// <summary>The colour of a class; colours repeat after 15.</summary>
    /// <param name="index">Its position among the model's classes, 0 or more.</param>
    public static int Of(int index) => Colors[index % Colors.Length];
}
