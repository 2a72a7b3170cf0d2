namespace TissueNet.Slides.Writing;

/// <summary>
/// Writes a slide as pyramidal TIFF: under a temporary name beside the target, with a checkpoint from time to time, renamed when all of it
/// is on the disk.
/// </summary>
internal sealed class TiffConversion(ConversionContext context)
{
    // Rows of tiles wait for the row below them when a source of whole rows is read row by row: only while that takes little memory.
    private const int RowShare = 4;
    private readonly string partial = Path.Combine(
        Path.GetDirectoryName(Path.GetFullPath(context.Target))!, $".{Path.GetFileName(context.Target)}.partial");

    private readonly ConversionOptions options = context.Options;

    private string CheckpointPath => partial + ".checkpoint";

    /// <summary>Converts.</summary>
    public async Task<ConversionResult> RunAsync(CancellationToken cancellation)
    {
        SlideInfo info = context.Reader.Info;
        var encoder = new TileEncoder(context.Jpeg, options.TileSize, options.Quality, options.IsSubsampled);
        using LosslessSource? source = options.Kind == ConversionKind.Lossless ? LosslessSource.Open(context.Path, info) : null;
        ConversionPlan plan = source is null
            ? ConversionPlan.Encoded(info, encoder, options)
            : ConversionPlan.Copying(info, source, encoder, options);
        context.Progress.Begin(plan.EncodedPixels, plan.CopiedPixels);

        // Outside of what cleans up: a file that another process is writing is not ours to delete.
        var store = new TileStore(partial, [.. plan.Pages.Select(p => checked(p.Plan.Across * p.Plan.Down))]);
        try
        {
            using (store)
            {
                var output = new LevelBuilderOutput(store, encoder, context.Pool, options.Threads, context.Progress);
                await FillAsync(plan, source, output, cancellation);
                new TiffDirectoryWriter(store, plan.Pages, context.Description, options.ClassicLimit).Write();
                store.Flush();
            }

            File.Move(partial, context.Target, overwrite: options.Overwrite);
            File.Delete(CheckpointPath);
        }
        catch when (!File.Exists(CheckpointPath))
        {
            File.Delete(partial); // nothing to go on from
            throw;
        }

        return new ConversionResult(
            context.Target,
            new FileInfo(context.Target).Length,
            info.Levels[0].Width,
            info.Levels[0].Height,
            plan.Pages.Count,
            context.Description.MppX is not null,
            WasThere: false);
    }

    // Step 0 copies; step n encodes run n - 1.
    private async Task FillAsync(ConversionPlan plan, LosslessSource? source, LevelBuilderOutput output, CancellationToken cancellation)
    {
        // A checkpoint counts tiles in an order, which memory decides.
        string orders = string.Concat(plan.Runs.Select(r => IsByRows(r.SourceLevel, r.Levels[0]) ? 'r' : 'm'));
        string identity = $"{context.Description.Text}\n{output.Encoder.Description}\n{options.ClassicLimit}\n{orders}";
        (int step, long done, LevelBuilder? builder) = await ConversionCheckpoint.LoadAsync(
            CheckpointPath,
            identity,
            output.Store,
            at => at > 0 ? Builder(plan.Runs[at - 1], output) : null,
            context.Pool,
            options.TileSize * options.TileSize * 3) ?? (0, 0, null);
        if (done == 0)
        {
            output.Store.Clear();
            File.Delete(CheckpointPath); // of another version of the slide, or of other options
        }

        context.Progress.Resume(done);
        if (step == 0)
        {
            if (source is not null)
            {
                new TileCopier(source, output.Store, context.Progress).Copy(plan.Copied, cancellation);
            }

            step = 1;
        }

        for (; step <= plan.Runs.Count; step++, builder = null)
        {
            using LevelBuilder current = builder ?? Builder(plan.Runs[step - 1], output);
            await BuildAsync(current, step, identity, output.Store, cancellation);
        }
    }

    private async Task BuildAsync(LevelBuilder builder, int step, string identity, TileStore store, CancellationToken cancellation)
    {
        while (true)
        {
            long start = context.Time.GetTimestamp();
            bool isDone = await builder.RunAsync(
                () => cancellation.IsCancellationRequested || context.Time.GetElapsedTime(start) >= options.CheckpointInterval);
            if (isDone)
            {
                return;
            }

            ConversionCheckpoint.Save(CheckpointPath, identity, store, step, context.Progress.Done, builder);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    private LevelBuilder Builder(ConversionRun run, LevelBuilderOutput output)
    {
        PlannedLevel level = run.Levels[0];
        var tiles = new LevelTiles(context.Reader, run.SourceLevel, level);
        return new LevelBuilder(tiles, run.Levels, [.. Order(run.SourceLevel, level)], run.StoresBase, run.FirstPage, output);
    }

    private IEnumerable<(int Column, int Row)> Order(int sourceLevel, PlannedLevel level) => IsByRows(sourceLevel, level)
        ? TileOrder.Rows(level.Across, level.Down)
        : TileOrder.Morton(level.Across, level.Down);

    private bool IsByRows(int sourceLevel, PlannedLevel level)
    {
        SlideLevel stored = context.Reader.Info.Levels[sourceLevel];
        bool hasRows = stored.TileWidth >= stored.Width && stored.TileHeight < stored.Height && level.Across > 1;
        long waiting = (long)level.Across * level.TileWidth * level.TileHeight * 3;
        return hasRows && waiting <= options.MemoryBytes / RowShare;
    }
}
