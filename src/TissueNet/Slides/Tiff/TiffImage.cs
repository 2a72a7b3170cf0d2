namespace TissueNet.Slides.Tiff;

/// <summary>
/// How one directory stores its image: size, tiling, codec. Strips count as tiles as wide as the image. Sizes are checked for
/// sense here, so that what follows may multiply them.
/// </summary>
internal sealed class TiffImage
{
    private const int MaxSide = 4_000_000;
    private const long MaxTiles = 1 << 26;
    private const int MaxTileBytes = 64 << 20;

    private TiffImage(TiffDirectory directory) => Directory = directory;

    public TiffDirectory Directory { get; }

    public int Width { get; private init; }

    public int Height { get; private init; }

    public bool IsTiled { get; private init; }

    public int TileWidth { get; private init; }

    public int TileHeight { get; private init; }

    public int Across { get; private init; }

    public int Down { get; private init; }

    public long Compression { get; private init; }

    public long Photometric { get; private init; }

    public int Samples { get; private init; }

    public long Predictor { get; private init; }

    /// <summary>Meaning of the fourth sample: 0 unspecified, 1 premultiplied alpha, 2 alpha; -1 when there is none.</summary>
    public long ExtraSample { get; private init; }

    public long Area => (long)Width * Height;

    /// <summary>Why this reader cannot read the pixels, as the end of a sentence "…, which …"; null when it can.</summary>
    public string? Obstacle { get; private set; }

    /// <summary>Reads a directory.</summary>
    /// <exception cref="SlideException">What it says makes no sense.</exception>
    public static TiffImage Read(TiffFile file, TiffDirectory directory)
    {
        int width = Side(file, directory, TiffTag.ImageWidth), height = Side(file, directory, TiffTag.ImageLength);
        bool tiled = directory.Has(TiffTag.TileWidth) || directory.Has(TiffTag.TileOffsets);
        int tileWidth = tiled ? Side(file, directory, TiffTag.TileWidth) : width;
        long rows = tiled ? Side(file, directory, TiffTag.TileLength) : directory.Integer(TiffTag.RowsPerStrip, height);
        if (rows < 1)
        {
            throw file.Corrupt($"directory {directory.Index} has {rows} rows per strip");
        }

        int tileHeight = tiled ? (int)rows : (int)Math.Min(rows, height);
        long across = ((long)width + tileWidth - 1) / tileWidth, down = ((long)height + tileHeight - 1) / tileHeight;
        if (across * down > MaxTiles)
        {
            throw file.Corrupt($"directory {directory.Index} claims {across} x {down} tiles of {tileWidth} x {tileHeight} px");
        }

        long[] extra = directory.Integers(TiffTag.ExtraSamples, 64);
        var image = new TiffImage(directory)
        {
            Width = width,
            Height = height,
            IsTiled = tiled,
            TileWidth = tileWidth,
            TileHeight = tileHeight,
            Across = (int)across,
            Down = (int)down,
            Compression = directory.Integer(TiffTag.Compression, 1),
            Photometric = directory.Integer(TiffTag.Photometric, -1),
            Samples = (int)Math.Clamp(directory.Integer(TiffTag.SamplesPerPixel, 1), 0, 65535),
            Predictor = directory.Integer(TiffTag.Predictor, 1),
            ExtraSample = extra.Length > 0 ? extra[0] : -1,
        };
        image.Obstacle = image.FindObstacle();
        return image;
    }

    private string? FindObstacle()
    {
        string codec = TiffCompression.Name(Compression);
        if (codec is not ("none" or "lzw" or "jpeg" or "deflate"))
        {
            return $"stores its tiles as {codec} (TIFF compression {Compression})";
        }

        long[] bits = Directory.Integers(TiffTag.BitsPerSample, 65535);
        long[] format = Directory.Integers(TiffTag.SampleFormat, 65535);
        if (bits.Length == 0 || bits.Any(b => b != 8))
        {
            return $"has samples of {(bits.Length == 0 ? "1" : string.Join("/", bits.Distinct()))} bits";
        }

        if (format.Any(f => f is not (1 or 4)))
        {
            return "has samples that are signed or floating-point numbers";
        }

        if (Samples > 1 && Directory.Integer(TiffTag.PlanarConfiguration, 1) != 1)
        {
            return "stores each colour in a plane of its own";
        }

        if (Directory.Integer(TiffTag.FillOrder, 1) != 1)
        {
            return "stores bits in reverse order";
        }

        if (Directory.Integer(TiffTag.Orientation, 1) is not (0 or 1))
        {
            return $"is turned or mirrored (orientation {Directory.Integer(TiffTag.Orientation, 1)})";
        }

        if ((long)TileWidth * TileHeight * Math.Max(Samples, 3) > MaxTileBytes)
        {
            return $"stores {(IsTiled ? "tiles" : "strips")} of {TileWidth} x {TileHeight} px, which is more than can be decoded at once";
        }

        return FindColorObstacle();
    }

    private string? FindColorObstacle()
    {
        if (Compression == TiffCompression.Jpeg)
        {
            return (Photometric, Samples) is (0 or 1, 1) or (2 or 6, 3) && Photometric != 0 ? null : ColorObstacle();
        }

        if (Compression != TiffCompression.None && Predictor is not (1 or 2))
        {
            return $"uses predictor {Predictor}";
        }

        return (Photometric, Samples) is (0 or 1, 1 or 2) or (2, 3 or 4) ? null : ColorObstacle();
    }

    private string ColorObstacle() => $"has {Samples} samples per pixel of colour model {Photometric} ({ColorModel(Photometric)})";

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

    private static int Side(TiffFile file, TiffDirectory directory, TiffTag tag)
    {
        long side = directory.Integer(tag, 0);
        return side is > 0 and <= MaxSide
            ? (int)side
            : throw file.Corrupt($"directory {directory.Index} gives {tag} as {side}, expected 1 to {MaxSide}");
    }
}
