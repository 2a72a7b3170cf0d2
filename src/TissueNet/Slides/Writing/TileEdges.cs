namespace TissueNet.Slides.Writing;

/// <summary>Fills what a tile has beyond the edge of its level.</summary>
internal static class TileEdges
{
    /// <summary>Moves rows that lie without gaps to where the rows of a wider tile are.</summary>
    public static void Spread(Span<byte> rgb, int width, int height, int tileWidth)
    {
        for (int row = height - 1; row > 0 && width < tileWidth; row--)
        {
            rgb.Slice(row * width * 3, width * 3).CopyTo(rgb[(row * tileWidth * 3)..]);
        }
    }

    /// <summary>Repeats the last column and row of what is there.</summary>
    public static void Repeat(Span<byte> rgb, int width, int height, int tileWidth, int tileHeight)
    {
        int stride = tileWidth * 3;
        for (int row = 0; row < height && width < tileWidth; row++)
        {
            Span<byte> line = rgb.Slice(row * stride, stride);
            int last = (width - 1) * 3;
            RgbPixels.Fill(line[(width * 3)..], (line[last] << 16) | (line[last + 1] << 8) | line[last + 2]);
        }

        for (int row = height; row < tileHeight; row++)
        {
            rgb.Slice((height - 1) * stride, stride).CopyTo(rgb[(row * stride)..]);
        }
    }
}
