using TissueNet.Slides;
using TissueNet.Slides.Resampling;

namespace TissueNet.Regions;

/// <summary>
/// The order in which regions are cheapest to read: stored tile by stored tile, row by row inside vertical strips, so that a tile is decoded
/// once, copied from while it is in the processor's cache, and soon done with.
/// </summary>
internal static class ReadingOrder
{
    /// <summary>
    /// Decoded bytes of one row of a strip's tiles. A region that lies across two rows of tiles needs the upper one again, so this much is
    /// alive at any time, whatever the slide's width: a sixth of the default tile cache. Tiles at a seam of strips may be decoded for both.
    /// </summary>
    private const long RowBytes = 16L << 20;

    /// <summary>
    /// Tiles that are begun at once. With one, parallel readers would all want the tile that the first of them is decoding; with
    /// these, each finds one of its own.
    /// </summary>
    private const int Lanes = 4;

    /// <summary>Sorts regions for reading.</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="chosen">Indices of the regions; sorted in place.</param>
    public static void Sort(RegionGrid grid, Span<int> chosen)
    {
        if (chosen.Length < 2)
        {
            return;
        }

        ReadingCell[] cells = new ReadingCell[chosen.Length];
        (double width, double height, int across) = Tile(grid);
        for (int i = 0; i < chosen.Length; i++)
        {
            // By its last pixel: the tiles to the left and above are decoded already when their turn has passed.
            Region region = grid.Regions[chosen[i]];
            int column = (int)Math.Floor((region.Level0X + region.Level0Width - 0.5) / width);
            int row = (int)Math.Floor((region.Level0Y + region.Level0Height - 0.5) / height);
            cells[i] = new ReadingCell((int)Math.Floor((double)column / across), row, column, chosen[i]);
        }

        Array.Sort(cells, (a, b) => a.Against(b));
        int written = 0;
        for (int begin = 0; begin < cells.Length;)
        {
            int end = begin;
            while (end < cells.Length && cells[end].IsBeside(cells[begin]))
            {
                end++;
            }

            written += Interleave(cells.AsSpan(begin, end - begin), chosen[written..]);
            begin = end;
        }
    }

    // Deals the tiles of a row to lanes, as even runs of neighbours, and takes a region from each lane in turn.
    private static int Interleave(ReadOnlySpan<ReadingCell> row, Span<int> target)
    {
        int tiles = 1;
        for (int i = 1; i < row.Length; i++)
        {
            tiles += row[i].Column != row[i - 1].Column ? 1 : 0;
        }

        int lanes = Math.Min(Lanes, tiles);
        Span<int> next = stackalloc int[lanes], end = stackalloc int[lanes];
        int position = 0, tile = 0;
        for (int lane = 0; lane < lanes; lane++)
        {
            next[lane] = position;
            for (int lastTile = (int)((long)tiles * (lane + 1) / lanes); tile < lastTile; tile++)
            {
                int column = row[position].Column;
                while (position < row.Length && row[position].Column == column)
                {
                    position++;
                }
            }

            end[lane] = position;
        }

        for (int written = 0; written < row.Length;)
        {
            for (int lane = 0; lane < lanes; lane++)
            {
                if (next[lane] < end[lane])
                {
                    target[written++] = row[next[lane]++].Index;
                }
            }
        }

        return row.Length;
    }

    // Of the level that regions are read from: its size in level-0 pixels, and how many are side by side in a strip.
    private static (double Width, double Height, int Across) Tile(RegionGrid grid)
    {
        Slide slide = grid.Slide;
        SampleSource source = SampleSource.Choose(slide.Reader, Math.Min(grid.Mpp / slide.MppX, grid.Mpp / slide.MppY));
        SlideLevel level = source.Level;
        long bytes = Math.Max(1, (long)(level.TileWidth / source.Shrink) * (level.TileHeight / source.Shrink) * 3);
        return (level.TileWidth * level.Downsample, level.TileHeight * level.Downsample, (int)Math.Clamp(RowBytes / bytes, 4, 1024));
    }
}
