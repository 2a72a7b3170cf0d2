namespace TissueNet.Slides.Writing;

/// <summary>
/// Brings the tiles that threads encode at their own pace into the one order in which they are stored, so that the same slide gives the
/// same bytes whatever the number of threads: after each tile of the base level come the coarser tiles that it completes. Thread-safe.
/// </summary>
internal sealed class TileSequence
{
    private readonly Lock gate = new();
    private readonly IReadOnlyList<PlannedLevel> levels;
    private readonly int firstLevel;
    private readonly TileStore store;
    private readonly IReadOnlyList<(int Column, int Row)> order;
    private readonly Dictionary<(int Column, int Row), Slot> open = [];
    private readonly Queue<Slot> waiting = [];
    private readonly Action<(int Column, int Row)> finished;

    /// <summary>Makes one.</summary>
    /// <param name="levels">The base level and those made of it.</param>
    /// <param name="order">The base level's tiles, in order.</param>
    /// <param name="firstLevel">Index of the base level in the file.</param>
    /// <param name="store">Where to.</param>
    /// <param name="finished">Told of each tile of the base level that is stored with all that it completed, in order.</param>
    public TileSequence(
        IReadOnlyList<PlannedLevel> levels,
        IReadOnlyList<(int Column, int Row)> order,
        int firstLevel,
        TileStore store,
        Action<(int Column, int Row)> finished)
    {
        this.levels = levels;
        this.order = order;
        this.firstLevel = firstLevel;
        this.store = store;
        this.finished = finished;
    }

    /// <summary>Tiles of the base level that were taken so far.</summary>
    public int Taken { get; private set; }

    /// <summary>Passes over tiles that an earlier process has stored.</summary>
    public void Skip(int count) => Taken = count;

    /// <summary>The next tile of the base level to work on; null at the end.</summary>
    public (int Column, int Row)? Take()
    {
        lock (gate)
        {
            if (Taken == order.Count)
            {
                return null;
            }

            (int column, int row) = order[Taken++];
            int expected = 1;
            for (int level = 1; level < levels.Count && IsLast(level, column, row); level++)
            {
                expected++;
            }

            var slot = new Slot(column, row, expected, new EncodedTile?[levels.Count]);
            waiting.Enqueue(slot);
            open.Add((column, row), slot);
            return (column, row);
        }
    }

    /// <summary>The tile that comes some places after those that were taken; null beyond the end.</summary>
    public (int Column, int Row)? Ahead(int places)
    {
        lock (gate)
        {
            return Taken + places < order.Count ? order[Taken + places] : null;
        }
    }

    /// <summary>Whether a tile is part of its level.</summary>
    public bool Exists(int level, int column, int row) => column < levels[level].Across && row < levels[level].Down;

    /// <summary>Hands in an encoded tile.</summary>
    public void Deliver(int level, int column, int row, in EncodedTile tile)
    {
        lock (gate)
        {
            Slot slot = open[LastBelow(level, column, row)];
            slot.Tiles[level] = tile;
            slot.Missing--;
            StoreFinished();
        }
    }

    /// <summary>Says that a tile of the base level has been used, where such tiles are not stored.</summary>
    public void Pass(int column, int row)
    {
        lock (gate)
        {
            open[(column, row)].Missing--;
            StoreFinished();
        }
    }

    private bool IsLast(int level, int column, int row) =>
        Exists(level, column >> level, row >> level) && LastBelow(level, column >> level, row >> level) == (column, row);

    // A coarse tile belongs behind the last of the base tiles that it is made of. Rounding down leaves base tiles at the far edges out.
    private (int Column, int Row) LastBelow(int level, int column, int row)
    {
        for (; level > 0; level--)
        {
            column = Math.Min((2 * column) + 1, levels[level - 1].Across - 1);
            row = Math.Min((2 * row) + 1, levels[level - 1].Down - 1);
        }

        return (column, row);
    }

    private void StoreFinished()
    {
        while (waiting.TryPeek(out Slot? slot) && slot.Missing == 0)
        {
            waiting.Dequeue();
            open.Remove((slot.Column, slot.Row));
            for (int level = 0; level < levels.Count; level++)
            {
                if (slot.Tiles[level] is { } tile)
                {
                    int column = slot.Column >> level, row = slot.Row >> level;
                    store.Add(firstLevel + level, (row * levels[level].Across) + column, tile);
                    tile.Release();
                }
            }

            finished((slot.Column, slot.Row));
        }
    }

    private sealed class Slot(int column, int row, int missing, EncodedTile?[] tiles)
    {
        public int Column => column;

        public int Row => row;

        public EncodedTile?[] Tiles => tiles;

        public int Missing { get; set; } = missing;
    }
}
