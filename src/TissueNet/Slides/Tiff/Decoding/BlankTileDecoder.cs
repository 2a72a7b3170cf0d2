namespace TissueNet.Slides.Tiff.Decoding;

/// <summary>
/// Spares decoding what was decoded before: a tile of glass, or of what a scanner left out, is often stored as the same few bytes over
/// and over. A tile whose stored bytes equal those of one that proved to be of a single colour is that colour, so it is filled.
/// </summary>
/// <param name="image">How the tiles are stored.</param>
/// <param name="decoder">Decodes them.</param>
/// <remarks>
/// Only tiles of few bytes for their size are looked at, which tissue never is; a few of them are remembered, for as long as the
/// image is open. Rows and shrink factor must be the same as well, so that the pixels are those that decoding would give.
/// </remarks>
internal sealed class BlankTileDecoder(TiffImage image, ITileDecoder decoder) : ITileDecoder
{
    /// <summary>The most tiles remembered.</summary>
    public const int MaxKnown = 8;

    // In JPEG a tile of one colour takes at most 7 bytes for each 16 x 16 px, at any quality, and the tables if it brings its own.
    private const int LeastPixelsPerByte = 32;
    private const int OwnTables = 1024;
    private const int MostBytes = 1 << 16;
    private readonly int mostBytes = Math.Min(MostBytes, (image.TileWidth * image.TileHeight / LeastPixelsPerByte) + OwnTables);
    private readonly Lock gate = new();
    private volatile BlankTile[] known = [];
    private long skipped;

    /// <summary>Tiles remembered.</summary>
    public int Known => known.Length;

    /// <inheritdoc/>
    public IReadOnlyList<int> Shrinks => decoder.Shrinks;

    /// <inheritdoc/>
    public long Skipped => Interlocked.Read(ref skipped);

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<byte> stored, int rows, int shrink, Span<byte> rgb, int stride)
    {
        if (stored.Length > mostBytes)
        {
            decoder.Decode(stored, rows, shrink, rgb, stride);
            return;
        }

        int width = (image.TileWidth + shrink - 1) / shrink, height = (rows + shrink - 1) / shrink;
        foreach (BlankTile tile in known)
        {
            if (tile.IsFor(stored, rows, shrink))
            {
                RgbPixels.Fill(rgb, stride, width, height, tile.Color);
                Interlocked.Increment(ref skipped);
                return;
            }
        }

        decoder.Decode(stored, rows, shrink, rgb, stride);
        if (known.Length < MaxKnown && IsOneColor(rgb, stride, width, height))
        {
            Remember(new BlankTile(stored.ToArray(), rows, shrink, (rgb[0] << 16) | (rgb[1] << 8) | rgb[2]));
        }
    }

    // Each pixel equals the one before it, and each row the first.
    private static bool IsOneColor(ReadOnlySpan<byte> rgb, int stride, int width, int height)
    {
        ReadOnlySpan<byte> first = rgb[..(width * 3)];
        bool isOne = first[3..].SequenceEqual(first[..^3]);
        for (int row = 1; isOne && row < height; row++)
        {
            isOne = rgb.Slice(row * stride, width * 3).SequenceEqual(first);
        }

        return isOne;
    }

    private void Remember(BlankTile tile)
    {
        lock (gate)
        {
            if (known.Length < MaxKnown && !known.Any(k => k.IsFor(tile.Stored, tile.Rows, tile.Shrink)))
            {
                known = [.. known, tile];
            }
        }
    }
}
