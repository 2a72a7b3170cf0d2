namespace TissueNet.Slides.Tiff;

/// <summary>Why the TIFF reader does not read an image.</summary>
/// <param name="What">As the middle of a sentence: "'slide.tif' …, which the TIFF reader does not read".</param>
/// <param name="Remedy">What to do about it; null for the usual advice.</param>
/// <param name="IsFinal">Whether other readers must not try either, since they would show wrong colours without noticing.</param>
internal sealed record TiffObstacle(string What, string? Remedy = null, bool IsFinal = false)
{
    // Beyond any camera's bands.
    private const int MaxSamples = 1024;
    private const string Convert = "Convert the slide to a pyramidal TIFF with JPEG tiles.";

    /// <summary>Looks for one.</summary>
    /// <returns>It, or null when the image can be read.</returns>
    public static TiffObstacle? Find(TiffImage image) =>
        Codec(image) ?? Samples(image) ?? Layout(image) ?? Colors(image);

    /// <summary>Says that a file is refused for it.</summary>
    public SlideException Refusal(string path, TiffImage image) => new(
        path,
        $"'{Path.GetFileName(path)}' {What}, which the TIFF reader does not read (directory {image.Directory.Index}).",
        Remedy ?? Convert)
    {
        IsUnsupported = !IsFinal,
    };

    private static TiffObstacle? Codec(TiffImage image)
    {
        if (TiffCompression.IsRead(image.Compression))
        {
            return null;
        }

        string codec = TiffCompression.Name(image.Compression);
        bool isKnown = !codec.StartsWith("compression", StringComparison.Ordinal);
        string number = isKnown ? $" (TIFF compression {image.Compression}{(codec == "jpeg2000" ? ", read by OpenSlide" : "")})" : "";
        return new TiffObstacle($"stores its tiles as {codec}{number}", codec switch
        {
            "jpeg2000" => "JPEG 2000 needs OpenSlide (Debian and Ubuntu: libopenslide0); 'tissuenet doctor' says whether it is found. "
                + "Or convert the slide to a pyramidal TIFF with JPEG tiles.",
            "old-style jpeg" => "JPEG as TIFF had it until 1995 needs a libtiff that was built with 'old-jpeg': convert the file with one.",
            _ when isKnown => $"Reading it would need a {codec} decoder, which TissueNet does not have. " + Convert,
            _ => "TIFF knows no such codec: copy or export the slide again.",
        });
    }

    private static TiffObstacle? Samples(TiffImage image)
    {
        long[] bits = image.Directory.Integers(TiffTag.BitsPerSample, MaxSamples);
        long[] format = image.Directory.Integers(TiffTag.SampleFormat, MaxSamples);
        if (format.Any(f => f is not (1 or 4)))
        {
            return new TiffObstacle(
                "has samples that are signed or floating-point numbers",
                "Numbers are no colours until somebody says which are black and white: convert the file to 8-bit RGB. If they are "
                    + "colours and only the tag is wrong, mend it with 'tiffset -s 339 1 file'.",
                IsFinal: true);
        }

        return bits.Length > 0 && bits.All(b => b == bits[0]) && (bits[0] == 8 || (bits[0] == 16 && image.Compression != TiffCompression.Jpeg && !TiffCompression.IsWebP(image.Compression)))
            ? null
            : new TiffObstacle(
                $"has samples of {(bits.Length == 0 ? "1" : string.Join("/", bits.Distinct().Take(4)))} bits",
                IsFinal: bits.Any(b => b > 16));
    }

    private static TiffObstacle? Layout(TiffImage image)
    {
        if (image.Directory.Integer(TiffTag.Orientation, 1) is > 1 and var orientation)
        {
            return new TiffObstacle($"is turned or mirrored (orientation {orientation})");
        }

        long sampleBytes = (long)Math.Max(image.Samples, 3) * (image.BitsPerSample / 8);
        return (long)image.TileWidth * image.TileHeight * sampleBytes > TiffImage.MaxTileBytes
            ? new TiffObstacle(
                $"stores {(image.IsTiled ? "tiles" : "strips")} of {image.TileWidth} x {image.TileHeight} px, more than can be decoded at once")
            : null;
    }

    private static TiffObstacle? Colors(TiffImage image)
    {
        if (TiffCompression.HasPredictor(image.Compression) && image.Predictor is not (1 or 2))
        {
            return new TiffObstacle($"uses predictor {image.Predictor}, which is for floating-point numbers", IsFinal: true);
        }

        bool isRead = (image.Photometric, image.Samples) switch
        {
            (1, 1) or (2, 3) => true,
            (6, 3) => image.Compression == TiffCompression.Jpeg && !image.IsPlanar,
            (1, 2) or (2, 4) => image.Compression != TiffCompression.Jpeg || image.IsPlanar,
            (0, 1 or 2) => image.Compression != TiffCompression.Jpeg && !image.IsPlanar,
            (3, 1) => image.BitsPerSample == 8 && image.Compression != TiffCompression.Jpeg
                && image.Directory.Count(TiffTag.ColorMap) == 768,
            _ => false,
        };
        return isRead && (!TiffCompression.IsWebP(image.Compression) || (image.Photometric == 2 && !image.IsPlanar))
            ? null
            : new TiffObstacle(
                $"has {image.Samples} samples per pixel of colour model {image.Photometric} ({ColorModel(image.Photometric)})"
                    + (image.IsPlanar ? ", each in a plane of its own" : ""),
                IsFinal: image.Photometric == 6 && image.Compression != TiffCompression.Jpeg);
    }

    private static string ColorModel(long photometric) => photometric switch
    {
        0 or 1 => "grey",
        2 => "RGB",
        3 => "palette",
        4 => "mask",
        5 => "CMYK",
        6 => "YCbCr",
        8 or 9 or 10 => "CIE Lab",
        _ => "unknown",
    };
}
