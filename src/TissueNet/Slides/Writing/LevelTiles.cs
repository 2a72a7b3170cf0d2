namespace TissueNet.Slides.Writing;

/// <summary>Cuts one level of a slide into tiles of any size.</summary>
/// <param name="reader">The slide.</param>
/// <param name="level">Which level.</param>
/// <param name="plan">Its size and that of the tiles.</param>
internal sealed class LevelTiles(ISlideReader reader, int level, PlannedLevel plan)
{
    /// <summary>Reads a tile; beyond the level's edge the last column and row are repeated, which costs JPEG least.</summary>
    /// <param name="column">Of the grid.</param>
    /// <param name="row">Of the grid.</param>
    /// <param name="rgb">Receives a whole tile.</param>
    /// <exception cref="SlideException">Pixels could not be read.</exception>
    public void Read(int column, int row, Span<byte> rgb)
    {
        int x = column * plan.TileWidth, y = row * plan.TileHeight;
        int width = Math.Min(plan.TileWidth, plan.Width - x), height = Math.Min(plan.TileHeight, plan.Height - y);
        reader.ReadRegion(level, 1, x, y, width, height, rgb);
        TileEdges.Spread(rgb, width, height, plan.TileWidth);
        TileEdges.Repeat(rgb, width, height, plan.TileWidth, plan.TileHeight);
    }

    /// <summary>Says that a tile will be read soon.</summary>
    public void Prefetch(int column, int row)
    {
        int x = column * plan.TileWidth, y = row * plan.TileHeight;
        reader.Prefetch(level, 1, x, y, Math.Min(plan.TileWidth, plan.Width - x), Math.Min(plan.TileHeight, plan.Height - y));
    }
}
