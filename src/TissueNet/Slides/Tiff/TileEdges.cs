namespace TissueNet.Slides.Tiff;

/// <summary>
/// Mends the last column and row of a shrunk level: where they show less than a whole pixel of it, decoding mixed in what lies in the
/// tile beyond the image, which may be any colour.
/// </summary>
internal static class TileEdges
{
    /// <summary>Repeats the last whole column and row where the level ends within a pixel.</summary>
    /// <param name="level">The level.</param>
    /// <param name="tile">Index of the tile.</param>
    /// <param name="shrink">Its shrink factor.</param>
    /// <param name="rgb">The tile's pixels.</param>
    /// <param name="stride">Bytes from row to row.</param>
    public static void Repair(TiffLevel level, int tile, int shrink, Span<byte> rgb, int stride)
    {
        TiffImage image = level.Image;
        int width = Math.Min(image.TileWidth, image.Width - (tile % image.Across * image.TileWidth));
        int height = Math.Min(image.TileHeight, image.Height - (tile / image.Across * image.TileHeight));
        int wholeColumns = width / shrink, wholeRows = height / shrink;
        int rows = (height + shrink - 1) / shrink, columns = (width + shrink - 1) / shrink;
        if (columns > wholeColumns && wholeColumns > 0)
        {
            for (int row = 0; row < rows; row++)
            {
                rgb.Slice((row * stride) + ((wholeColumns - 1) * 3), 3).CopyTo(rgb[((row * stride) + (wholeColumns * 3))..]);
            }
        }

        if (rows > wholeRows && wholeRows > 0)
        {
            rgb.Slice((wholeRows - 1) * stride, columns * 3).CopyTo(rgb[(wholeRows * stride)..]);
        }
    }
}
