namespace TissueNet.Slides.Tiff;

/// <summary>
/// How one directory stores its image: size, tiling, codec. Strips count as tiles as wide as the image. Sizes are checked for
/// sense here, so that what follows may multiply them.
/// </summary>
internal sealed class TiffImage
{
    /// <summary>The most bytes that a decoded tile may have.</summary>
    public const int MaxTileBytes = 64 << 20;

    private const int MaxSide = 4_000_000;
    private const long MaxTiles = 1 << 26;

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

    /// <summary>Colour model, as TIFF numbers them.</summary>
    public long Photometric { get; private set; }

    /// <summary>Samples per pixel, alpha included.</summary>
    public int Samples { get; private set; }

    public int BitsPerSample { get; private init; }

    /// <summary>Whether each colour is stored in tiles of its own.</summary>
    public bool IsPlanar { get; private set; }

    /// <summary>Whether samples of more than a byte begin with the high byte.</summary>
    public bool IsBigEndian { get; private init; }

    /// <summary>Whether the bits of each stored byte are in reverse order.</summary>
    public bool IsBitReversed { get; private init; }

    public long Predictor { get; private init; }

    /// <summary>Meaning of the sample after the colours: 0 unspecified, 1 premultiplied alpha, 2 alpha; -1 when nothing is said.</summary>
    public long ExtraSample { get; private set; }

    public long Area => (long)Width * Height;

    /// <summary>Why this reader cannot read the pixels; null when it can.</summary>
    public TiffObstacle? Obstacle { get; private set; }

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

        int samples = (int)Math.Clamp(directory.Integer(TiffTag.SamplesPerPixel, 1), 0, 65535);
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
            Samples = samples,
            BitsPerSample = (int)Math.Clamp(directory.Integer(TiffTag.BitsPerSample, 1), 1, 64),
            IsPlanar = samples > 1 && directory.Integer(TiffTag.PlanarConfiguration, 1) == 2,
            IsBigEndian = file.IsBigEndian,
            IsBitReversed = directory.Integer(TiffTag.FillOrder, 1) == 2,
            Predictor = directory.Integer(TiffTag.Predictor, 1),
            ExtraSample = extra.Length > 0 ? extra[0] : -1,
        };
        image.Obstacle = TiffObstacle.Find(image);
        return image;
    }

    /// <summary>One colour of an image whose colours are stored apart, as a grey image.</summary>
    public TiffImage Plane()
    {
        var plane = (TiffImage)MemberwiseClone();
        (plane.IsPlanar, plane.Samples, plane.Photometric, plane.ExtraSample) = (false, 1, 1, -1);
        return plane;
    }

    private static int Side(TiffFile file, TiffDirectory directory, TiffTag tag)
    {
        long side = directory.Integer(tag, 0);
        return side is > 0 and <= MaxSide
            ? (int)side
            : throw file.Corrupt($"directory {directory.Index} gives {tag} as {side}, expected 1 to {MaxSide}");
    }
}
