namespace TissueNet.Slides;

/// <summary>Slide formats that are known by name but not read by this version.</summary>
internal static class ForeignSlides
{
    /// <summary>Refuses a file that is known, from its name or first bytes, to be of such a format.</summary>
    /// <param name="path">The file.</param>
    /// <param name="head">Its first bytes.</param>
    /// <exception cref="SlideException">It is one.</exception>
    public static void Refuse(string path, ReadOnlySpan<byte> head)
    {
        string? kind = head.Length >= 132 && head.Slice(128, 4).SequenceEqual("DICM"u8) ? "a DICOM"
            : Path.GetExtension(path).ToUpperInvariant() switch
            {
                ".MRXS" => "a MIRAX",
                ".VMS" or ".VMU" => "a Hamamatsu VMS",
                ".SVSLIDE" => "a Sakura",
                ".CZI" => "a Zeiss CZI",
                ".ISYNTAX" or ".I2SYNTAX" => "a Philips iSyntax",
                ".VSI" => "an Olympus VSI",
                _ => null,
            };
        if (kind is not null)
        {
            throw Refusal(path, kind);
        }
    }

    /// <summary>Says that a file is of a format that needs OpenSlide.</summary>
    /// <param name="path">The file.</param>
    /// <param name="kind">The format, with article.</param>
    public static SlideException Refusal(string path, string kind) => new(
        path,
        $"'{Path.GetFileName(path)}' is {kind} slide; reading it needs OpenSlide, which this version does not use yet.",
        "Convert it to a pyramidal TIFF, for example with 'vips tiffsave --tile --pyramid --compression jpeg'.");
}
