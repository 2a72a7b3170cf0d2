namespace TissueNet.Slides.Tiff;

/// <summary>
/// Scanner formats that look like TIFF but are not to be read as such: their images overlap, lie side by side or need offsets of their own,
/// so that plain TIFF pixels would be wrong.
/// </summary>
internal static class TiffMakers
{
    /// <summary>Refuses such a file.</summary>
    /// <exception cref="SlideException">It is one.</exception>
    public static void RefuseOthers(TiffFile file)
    {
        TiffDirectory first = file.Directories[0];
        string? maker = first.Has(TiffTag.NdpiFormat) ? "a Hamamatsu NDPI"
            : Says(first, TiffTag.ImageDescription, "leica-microsystems.com/scn") ? "a Leica SCN"
            : Says(first, TiffTag.Xmp, "<iScan") || Says(first, TiffTag.ImageDescription, "<iScan") ? "a Ventana BIF"
            : null;
        if (maker is not null)
        {
            throw ForeignSlides.Refusal(file.Path, maker);
        }
    }

    private static bool Says(TiffDirectory directory, TiffTag tag, string word) =>
        directory.Text(tag) is { } text && text.Contains(word, StringComparison.Ordinal);
}
