using TissueNet.Slides;
using TissueNet.Stages;

namespace TissueNet.Bench.Reading;

/// <summary>Whole stored tiles, read through the slide reader into one buffer for each thread.</summary>
internal sealed class TileReading(BenchSlide bench, StoredTiles stored, IReadOnlyList<int> tiles) : IDisposable
{
    private readonly byte[][] targets = [.. Enumerable.Range(0, 2).Select(_ => GC.AllocateArray<byte>(stored.TileWidth * stored.TileHeight * 3, pinned: true))];
    private SlideScope? scope;
    private ISlideReader? reader;

    /// <summary>The bare decoder.</summary>
    public Contestant Limit(int threads) => new(
        threads == 1 ? "libjpeg-turbo alone (the limit)" : $"libjpeg-turbo alone, {threads} threads",
        () => Parallel(threads, (part, thread) => stored.Decode(part, thread)));

    /// <summary>The reader.</summary>
    public Contestant TissueNet(int threads) => new(
        threads == 1 ? "TissueNet" : $"TissueNet, {threads} threads",
        () => Parallel(threads, Read),
        () =>
        {
            scope?.Dispose();
            scope = new SlideScope(1, "reading", bench.FilePath);
            reader = bench.Open(scope, 96L << 20).Reader;
        });

    public void Dispose() => scope?.Dispose();

    private void Read(IReadOnlyList<int> part, int thread)
    {
        for (int i = 0; i < part.Count; i++)
        {
            (int row, int column) = Math.DivRem(part[i], stored.Across);
            reader!.ReadRegion(
                0, 1, column * stored.TileWidth, row * stored.TileHeight, stored.TileWidth, stored.TileHeight, targets[thread]);
        }
    }

    // Every thread takes every other tile, so that tissue and glass fall to both alike.
    private void Parallel(int threads, Action<IReadOnlyList<int>, int> work)
    {
        if (threads == 1)
        {
            work(tiles, 0);
            return;
        }

        Task[] parts =
        [
            .. Enumerable.Range(0, threads).Select(thread =>
            {
                int[] part = [.. tiles.Where((_, i) => i % threads == thread)];
                return Task.Factory.StartNew(() => work(part, thread), TaskCreationOptions.LongRunning);
            }),
        ];
        Task.WaitAll(parts);
    }
}
