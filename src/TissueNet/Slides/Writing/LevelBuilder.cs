using TissueNet.Stages;

namespace TissueNet.Slides.Writing;

/// <summary>
/// Makes levels of a base level: each tile is read once, encoded, and halved into a quarter of the tile above it; the thread that adds the
/// last quarter encodes that one and goes on upwards. What waits for quarters is a few tiles per level (see <see cref="TileOrder.Morton"/>).
/// </summary>
internal sealed class LevelBuilder : IDisposable
{
    // Enough for a reader on slow storage to fetch many stored tiles with one read.
    private const int PrefetchTiles = 64;

    private readonly Lock gate = new();
    private readonly Dictionary<(int Level, int Column, int Row), PendingTile> pending = [];
    private readonly IReadOnlyList<PlannedLevel> levels;
    private readonly LevelTiles source;
    private readonly bool storesBase;
    private readonly TileEncoder encoder;
    private readonly IPixelPool pool;
    private readonly TileSequence sequence;
    private readonly SemaphoreSlim window;
    private readonly int workers;
    private readonly int tileBytes;

    /// <summary>Makes one.</summary>
    /// <param name="source">Gives tiles of the base level.</param>
    /// <param name="levels">The base level and those made of it; all of one tile size.</param>
    /// <param name="order">The base level's tiles, in order.</param>
    /// <param name="storesBase">Whether tiles of the base level are stored too.</param>
    /// <param name="firstLevel">Index of the base level in the file.</param>
    /// <param name="output">The file, encoder, memory and progress.</param>
    public LevelBuilder(
        LevelTiles source,
        IReadOnlyList<PlannedLevel> levels,
        IReadOnlyList<(int Column, int Row)> order,
        bool storesBase,
        int firstLevel,
        LevelBuilderOutput output)
    {
        this.source = source;
        this.levels = levels;
        this.storesBase = storesBase;
        encoder = output.Encoder;
        pool = output.Pool;
        workers = output.Workers;
        tileBytes = levels[0].TileWidth * levels[0].TileHeight * 3;
        window = new SemaphoreSlim(Window(workers));
        sequence = new TileSequence(levels, order, firstLevel, output.Store, at =>
        {
            output.Progress.Add(
                (long)Math.Min(levels[0].TileWidth, levels[0].Width - (at.Column * levels[0].TileWidth))
                * Math.Min(levels[0].TileHeight, levels[0].Height - (at.Row * levels[0].TileHeight)));
            window.Release();
        });
    }

    /// <summary>Tiles of the base level that are stored with all that they completed, once no worker runs.</summary>
    public int Done => sequence.Taken;

    /// <summary>Tiles that wait for quarters, once no worker runs.</summary>
    public IReadOnlyDictionary<(int Level, int Column, int Row), PendingTile> Pending => pending;

    /// <summary>The most bytes of pixel memory that it takes with so many workers, for tiles in Morton's order.</summary>
    public static long PeakBytes(int workers, int levels, int tileSide, int scratchBytes) =>
        ((long)tileSide * tileSide * 3 * (workers + Window(workers) + (2 * levels))) + ((long)workers * scratchBytes);

    /// <summary>Goes back to where an earlier process has stopped.</summary>
    public void Restore(int done, IEnumerable<KeyValuePair<(int Level, int Column, int Row), PendingTile>> tiles)
    {
        sequence.Skip(done);
        foreach ((var key, PendingTile tile) in tiles)
        {
            pending.Add(key, tile);
        }
    }

    /// <summary>Works until the end, or until asked to pause; then nothing is half-done.</summary>
    /// <param name="pause">Whether to pause; asked after each tile, so that every call gets on.</param>
    /// <returns>Whether the end is reached.</returns>
    public async Task<bool> RunAsync(Func<bool> pause)
    {
        for (int place = 0; place < PrefetchTiles; place++)
        {
            Prefetch(place);
        }

        using var failure = new CancellationTokenSource();
        bool[] ends = await Task.WhenAll(Enumerable.Range(0, workers)
            .Select(_ => Task.Factory.StartNew(
                () => WorkAsync(pause, failure), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()));
        return ends.Contains(true);
    }

    public void Dispose()
    {
        foreach (PendingTile tile in pending.Values)
        {
            tile.Pixels.Dispose();
        }

        pending.Clear();
        window.Dispose();
    }

    private static int Window(int workers) => (2 * workers) + 2;

    private async Task<bool> WorkAsync(Func<bool> pause, CancellationTokenSource failure)
    {
        try
        {
            using PixelLease pixels = await pool.LeaseAsync(tileBytes, failure.Token);
            using PixelLease scratch = await pool.LeaseAsync(encoder.ScratchBytes, failure.Token);
            do
            {
                await window.WaitAsync(failure.Token);
                if (sequence.Take() is not { } at)
                {
                    window.Release();
                    return true;
                }

                Prefetch(PrefetchTiles - 1);
                source.Read(at.Column, at.Row, pixels.GetSpan());
                await AddAsync(at.Column, at.Row, pixels, scratch, failure.Token);
            }
            while (!pause());
            return false;
        }
        catch (OperationCanceledException) when (failure.IsCancellationRequested)
        {
            return false; // another worker has failed, and says why
        }
        catch
        {
            await failure.CancelAsync();
            throw;
        }
    }

    private void Prefetch(int places)
    {
        if (sequence.Ahead(places) is { } tile)
        {
            source.Prefetch(tile.Column, tile.Row);
        }
    }

    private async Task AddAsync(int column, int row, PixelLease pixels, PixelLease scratch, CancellationToken cancellation)
    {
        if (storesBase)
        {
            sequence.Deliver(0, column, row, encoder.Encode(pixels.GetSpan(), scratch.GetSpan()));
        }

        PixelLease? owned = null;
        try
        {
            PixelLease child = pixels;
            int level = 0;
            for (; level + 1 < levels.Count && sequence.Exists(level + 1, column >> (level + 1), row >> (level + 1)); level++)
            {
                PendingTile parent = await ParentAsync(level + 1, column >> (level + 1), row >> (level + 1), cancellation);
                AddQuarter(level, column >> level, row >> level, child.GetSpan(), parent.Pixels.GetSpan());
                if (!parent.Complete())
                {
                    break;
                }

                owned?.Dispose();
                child = owned = Take(level + 1, column >> (level + 1), row >> (level + 1));
                sequence.Deliver(level + 1, column >> (level + 1), row >> (level + 1), encoder.Encode(child.GetSpan(), scratch.GetSpan()));
            }
        }
        finally
        {
            owned?.Dispose();
        }

        if (!storesBase)
        {
            sequence.Pass(column, row);
        }
    }

    private PixelLease Take(int level, int column, int row)
    {
        PixelLease pixels;
        lock (gate)
        {
            pending.Remove((level, column, row), out PendingTile? tile);
            pixels = tile!.Pixels;
        }

        PlannedLevel plan = levels[level];
        int width = Math.Min(plan.TileWidth, plan.Width - (column * plan.TileWidth));
        int height = Math.Min(plan.TileHeight, plan.Height - (row * plan.TileHeight));
        TileEdges.Repeat(pixels.GetSpan(), width, height, plan.TileWidth, plan.TileHeight);
        return pixels;
    }

    private void AddQuarter(int level, int column, int row, ReadOnlySpan<byte> child, Span<byte> parent)
    {
        PlannedLevel plan = levels[level], above = levels[level + 1];
        int side = plan.TileWidth, half = side / 2;
        int left = (column & 1) * half, top = (row & 1) * half;
        int width = Math.Min(half, above.Width - ((column >> 1) * side) - left);
        int height = Math.Min(half, above.Height - ((row >> 1) * side) - top);
        if (width > 0 && height > 0)
        {
            BoxShrink.Halve(child, side * 3, parent[(((top * side) + left) * 3)..], side * 3, width, height);
        }
    }

    private async ValueTask<PendingTile> ParentAsync(int level, int column, int row, CancellationToken cancellation)
    {
        lock (gate)
        {
            if (pending.TryGetValue((level, column, row), out PendingTile? tile))
            {
                return tile;
            }
        }

        PixelLease pixels = await pool.LeaseAsync(tileBytes, cancellation);
        lock (gate)
        {
            if (pending.TryGetValue((level, column, row), out PendingTile? tile))
            {
                pixels.Dispose(); // another worker came first with another quarter
                return tile;
            }

            int quarters = (sequence.Exists(level - 1, (2 * column) + 1, 2 * row) ? 2 : 1)
                * (sequence.Exists(level - 1, 2 * column, (2 * row) + 1) ? 2 : 1);
            return pending[(level, column, row)] = new PendingTile(pixels) { Missing = quarters };
        }
    }
}
