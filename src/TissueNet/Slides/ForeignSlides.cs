namespace TissueNet.Slides;

/// <summary>Slide formats that are known by name or first bytes and are not for the TIFF reader or libvips.</summary>
internal static class ForeignSlides
{
    private static readonly ForeignKind Dicom = new("a DICOM") { Since = new Version(4, 0) };

    private static readonly Dictionary<string, ForeignKind> ByExtension = new(StringComparer.OrdinalIgnoreCase)
    {
        [".mrxs"] = new("a MIRAX"),
        [".ndpi"] = new("a Hamamatsu NDPI") { IsTiff = true },
        [".vms"] = new("a Hamamatsu VMS"),
        [".vmu"] = new("a Hamamatsu VMU"),
        [".scn"] = new("a Leica SCN") { IsTiff = true },
        [".bif"] = new("a Ventana BIF") { IsTiff = true },
        [".svslide"] = new("a Sakura"),
        [".dcm"] = Dicom,
        [".czi"] = new("a Zeiss CZI") { Since = new Version(4, 0, 1) },
        [".isyntax"] = new("a Philips iSyntax") { IsReadByNone = true },
        [".i2syntax"] = new("a Philips iSyntax") { IsReadByNone = true },
        [".vsi"] = new("an Olympus VSI") { IsReadByNone = true },
    };

    /// <summary>Which of these formats a file is of; null when it is of none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="head">Its first bytes.</param>
    public static ForeignKind? Find(string path, ReadOnlySpan<byte> head) =>
        head.Length >= 132 && head.Slice(128, 4).SequenceEqual("DICM"u8) ? Dicom : ByExtension.GetValueOrDefault(Path.GetExtension(path));

    /// <summary>Says that a file is of a format that only OpenSlide reads, so that OpenSlide is asked.</summary>
    /// <param name="path">The file.</param>
    /// <param name="kind">The format, with article.</param>
    public static SlideException Refusal(string path, string kind) =>
        new(path, $"'{Path.GetFileName(path)}' is {kind} slide, which needs OpenSlide.", "Let OpenSlide read it (reader: auto), or convert it to a pyramidal TIFF.") { IsUnsupported = true };
}
