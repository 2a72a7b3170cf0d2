namespace TissueNet.Slides.Writing;

/// <summary>
/// Brings the tiles that threads encode at their own pace into the one order in which they are stored, so that the same slide gives the
/// same bytes whatever the number of threads: after each tile of the base level come the coarser tiles that it completes. Thread-safe.
/// </summary>
internal sealed class TileSequence : IDisposable
{
    private readonly Lock gate = new();
    private readonly IReadOnlyList<PlannedLevel> levels;
    private readonly int firstLevel;
    private readonly TileStore store;
    private readonly IEnumerator<(int Column, int Row)> order;
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
        IEnumerable<(int Column, int Row)> order,
        int firstLevel,
        TileStore store,
        Action<(int Column, int Row)> finished)
    {
        this.levels = levels;
        this.order = order.GetEnumerator();
        this.firstLevel = firstLevel;
        this.store = store;
        this.finished = finished;
    }

    /// <summary>Tiles of the base level that were taken so far.</summary>
    public long Taken { get; private set; }

    /// <summary>Passes over tiles that an earlier process has stored.</summary>
    public void Skip(long count)
    {
        while (Taken < count && order.MoveNext())
        {
            Taken++;
        }
    }

    /// <summary>The next tile of the base level to work on; null at the end.</summary>
    public (int Column, int Row)? Take()
    {
        lock (gate)
        {
            if (!order.MoveNext())
            {
                return null;
            }

            Taken++;
            (int column, int row) = order.Current;
            int expected = 1;
            for (int level = 1; level < levels.Count && Exists(level, column >> level, row >> level) && IsLast(level, column, row); level++)
            {
                expected++;
            }

            var slot = new Slot(column, row, expected, new EncodedTile?[levels.Count]);
            waiting.Enqueue(slot);
            open.Add((column, row), slot);
            return (column, row);
        }
    }

    /// <summary>Whether a tile is part of its level.</summary>
    public bool Exists(int level, int column, int row) => column < levels[level].Across && row < levels[level].Down;

    /// <summary>Hands in an encoded tile.</summary>
    public void Deliver(int level, int column, int row, in EncodedTile tile)
    {
        // A coarse tile belongs behind the last of the base tiles below it.
        int lastColumn = Math.Min((column + 1) << level, levels[0].Across) - 1;
        int lastRow = Math.Min((row + 1) << level, levels[0].Down) - 1;
        lock (gate)
        {
            Slot slot = open[(lastColumn, lastRow)];
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

    public void Dispose() => order.Dispose();

    private bool IsLast(int level, int column, int row) =>
        column == Math.Min(((column >> level) + 1) << level, levels[0].Across) - 1
        && row == Math.Min(((row >> level) + 1) << level, levels[0].Down) - 1;

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
