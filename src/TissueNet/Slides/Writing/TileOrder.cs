namespace TissueNet.Slides.Writing;

/// <summary>Orders in which the tiles of a grid are visited. In each, the last tile of a block is the one at its bottom right.</summary>
internal static class TileOrder
{
    /// <summary>
    /// Morton's order (Morton, 1966): a block of 2^n × 2^n tiles is done before the next begins, so that what is under way of all coarser
    /// levels together is a few tiles, however wide the slide.
    /// </summary>
    public static IEnumerable<(int Column, int Row)> Morton(int across, int down)
    {
        int side = 1;
        while (side < across || side < down)
        {
            side = checked(side * 2);
        }

        var blocks = new Stack<(int Column, int Row, int Side)>();
        blocks.Push((0, 0, side));
        while (blocks.TryPop(out (int Column, int Row, int Side) block))
        {
            if (block.Column >= across || block.Row >= down)
            {
                continue;
            }

            if (block.Side == 1)
            {
                yield return (block.Column, block.Row);
                continue;
            }

            int half = block.Side / 2;
            blocks.Push((block.Column + half, block.Row + half, half));
            blocks.Push((block.Column, block.Row + half, half));
            blocks.Push((block.Column + half, block.Row, half));
            blocks.Push((block.Column, block.Row, half));
        }
    }

    /// <summary>Row by row: for sources that store whole rows, each of which would be decoded once per block otherwise.</summary>
    public static IEnumerable<(int Column, int Row)> Rows(int across, int down)
    {
        for (int row = 0; row < down; row++)
        {
            for (int column = 0; column < across; column++)
            {
                yield return (column, row);
            }
        }
    }
}
