using TissueNet.Slides.Fetching;

namespace TissueNet.Slides.Tiff;

/// <summary>Says which stored tiles a rectangle needs.</summary>
internal static class TileWishes
{
    /// <summary>Announces the tiles of a rectangle, row by row.</summary>
    /// <param name="fetcher">Reads them ahead.</param>
    /// <param name="level">The level.</param>
    /// <param name="shrink">Its shrink factor.</param>
    /// <param name="area">In pixels of the shrunk level; may lie outside.</param>
    /// <param name="isHint">Whether they will be read later; else the reader itself is about to, and needs it for several tiles only.</param>
    /// <remarks>
    /// Decoded tiles of the cache are announced too: by the time they are wanted, they are gone as often as not when regions come in no
    /// order of place, and each such read would stop a stage for as long as the storage takes.
    /// </remarks>
    public static void Announce(
        SourceFetcher fetcher, TiffLevel level, int shrink, (int X, int Y, int Width, int Height) area, bool isHint)
    {
        (int levelWidth, int levelHeight) = level.Size(shrink);
        (int tileWidth, int tileHeight) = level.TileSize(shrink);
        long right = Math.Min(levelWidth, (long)area.X + area.Width), bottom = Math.Min(levelHeight, (long)area.Y + area.Height);
        int left = Math.Max(0, area.X), top = Math.Max(0, area.Y);
        if (left >= right || top >= bottom)
        {
            return;
        }

        int firstColumn = left / tileWidth, lastColumn = (int)((right - 1) / tileWidth);
        int firstRow = top / tileHeight, lastRow = (int)((bottom - 1) / tileHeight);
        if (!isHint && firstColumn == lastColumn && firstRow == lastRow)
        {
            return;
        }

        for (int row = firstRow; row <= lastRow; row++)
        {
            for (int column = firstColumn; column <= lastColumn; column++)
            {
                int tile = (row * level.Image.Across) + column;
                if (level.Tiles.IsInOnePiece(tile))
                {
                    fetcher.Want(level.Tiles.Offset(tile), (int)level.Tiles.ByteCount(tile), isHint);
                }
            }
        }

        fetcher.Wake();
    }

    /// <summary>Says that a tile's reader has been served.</summary>
    public static void Served(SourceFetcher fetcher, TiffLevel level, int tile)
    {
        if (fetcher.IsActive)
        {
            fetcher.Done(level.Tiles.Offset(tile));
        }
    }
}
