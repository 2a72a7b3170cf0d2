namespace TissueNet.Slides.OpenSlide;

/// <summary>A level as OpenSlide counts it, and the blocks in which the cache keeps it.</summary>
/// <param name="Index">0 for the largest.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Ratio">OpenSlide's own ratio to level 0, by which it turns positions into pixels of the level; 16.0006 where 16 is meant.</param>
/// <param name="BlockWidth">Width of a block: whole stored tiles where they are known.</param>
/// <param name="BlockHeight">Height of a block.</param>
internal readonly record struct OpenSlideLevel(int Index, int Width, int Height, double Ratio, int BlockWidth, int BlockHeight)
{
    // OpenSlide lays MIRAX tiles at fractions of pixels, and those of coarse levels reach a little beyond what was scanned.
    private const int Margin = 16;
    private const int Side = 512;
    private const int MostWidth = 4096;

    /// <summary>The part outside of which nothing was scanned, so that there is nothing to read.</summary>
    public SlideBounds Scanned { get; private init; } = new(0, 0, Width, Height);

    /// <summary>Blocks from left to right.</summary>
    public int Across => (int)(((long)Width + BlockWidth - 1) / BlockWidth);

    /// <summary>
    /// Whether the cache may keep it in blocks: where each has a number of its own, and where OpenSlide reads whole pixels. Elsewhere it
    /// interpolates, by another fraction for each origin, and a region is asked for as it is rather than put together from several.
    /// </summary>
    public bool HasBlocks => double.IsInteger(Ratio) && Across * (((long)Height + BlockHeight - 1) / BlockHeight) <= int.MaxValue;

    /// <summary>
    /// Makes a level with blocks of about 512 × 512 pixels. A stored tile as wide as the level, as the strips between restart markers of an
    /// NDPI are, gives wide and low blocks: narrower ones would have it decoded once for each.
    /// </summary>
    public static OpenSlideLevel Create(int index, int width, int height, double ratio, int tileWidth, int tileHeight)
    {
        int blockWidth = tileWidth is > 0 and <= MostWidth ? tileWidth * Math.Max(1, Side / tileWidth) : Side;
        int rows = Math.Max(1, Side * Side / blockWidth);
        int blockHeight = tileHeight > 0 && tileHeight <= rows ? rows / tileHeight * tileHeight : rows;
        return new OpenSlideLevel(index, width, height, ratio, Math.Min(blockWidth, width), Math.Min(blockHeight, height));
    }

    /// <summary>The same level with nothing scanned outside of some level-0 pixels.</summary>
    public OpenSlideLevel Within(SlideBounds bounds)
    {
        double left = Math.Max(0, Math.Floor(bounds.X / Ratio) - Margin), top = Math.Max(0, Math.Floor(bounds.Y / Ratio) - Margin);
        double right = Math.Min(Width, Math.Ceiling(((double)bounds.X + bounds.Width) / Ratio) + Margin);
        double bottom = Math.Min(Height, Math.Ceiling(((double)bounds.Y + bounds.Height) / Ratio) + Margin);
        return this with { Scanned = new SlideBounds((int)left, (int)top, (int)(right - left), (int)(bottom - top)) };
    }

    /// <summary>
    /// The level-0 position that OpenSlide has to be given for a pixel of this level. It divides by <see cref="Ratio"/> and interpolates
    /// where the quotient is no whole pixel, so this is the nearest one: exact for whole ratios, else within half a level-0 pixel.
    /// </summary>
    /// <param name="pixel">Pixel of this level, along either axis.</param>
    public long ToLevel0(int pixel) => (long)Math.Round(pixel * Ratio, MidpointRounding.AwayFromZero);
}
