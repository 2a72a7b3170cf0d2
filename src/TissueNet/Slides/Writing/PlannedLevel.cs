namespace TissueNet.Slides.Writing;

/// <summary>A level that is written.</summary>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="TileWidth">Pixels.</param>
/// <param name="TileHeight">Pixels.</param>
internal sealed record PlannedLevel(int Width, int Height, int TileWidth, int TileHeight)
{
    /// <summary>Columns of tiles.</summary>
    public int Across => ((Width - 1) / TileWidth) + 1;

    /// <summary>Rows of tiles.</summary>
    public int Down => ((Height - 1) / TileHeight) + 1;

    public long Area => (long)Width * Height;

    /// <summary>
    /// Levels as libvips makes them: each half of the one before, rounded down, while either side is longer than a tile and both are
    /// longer than a pixel.
    /// </summary>
    /// <param name="width">Of level 0.</param>
    /// <param name="height">Of level 0.</param>
    /// <param name="tile">Side of a tile.</param>
    public static IReadOnlyList<PlannedLevel> Pyramid(int width, int height, int tile)
    {
        var levels = new List<PlannedLevel> { new(width, height, tile, tile) };
        while ((width > tile || height > tile) && width > 1 && height > 1)
        {
            (width, height) = (width / 2, height / 2);
            levels.Add(new(width, height, tile, tile));
        }

        return levels;
    }
}
