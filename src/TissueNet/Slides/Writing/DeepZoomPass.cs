using System.Globalization;
using TissueNet.Stages;

namespace TissueNet.Slides.Writing;

/// <summary>
/// Writes some levels of a DeepZoom pyramid from the finest of them, block by block. A block is read with a margin wide enough that the
/// overlaps of its coarsest tiles lie within; what comes out at the coarse end goes to a file, of which the next pass is made.
/// </summary>
/// <param name="context">Encoder, memory, progress.</param>
/// <param name="folder">Where levels go.</param>
/// <param name="sizes">Sizes of all levels, the full one first.</param>
internal sealed class DeepZoomPass(ConversionContext context, string folder, IReadOnlyList<(int Width, int Height)> sizes)
{
    /// <summary>Halvings of a pass.</summary>
    public const int Depth = 3;

    /// <summary>Side of a block without margin: whole tiles at each of its levels.</summary>
    public const int BlockSize = DeepZoomLevels.TileSize << Depth;

    private const int Margin = 1 << Depth;
    private const int Side = BlockSize + (2 * Margin);
    private const int TileSide = DeepZoomLevels.TileSize + (2 * DeepZoomLevels.Overlap);
    private readonly Lock gate = new();

    /// <summary>Reads pixels of the finest level of a pass.</summary>
    internal delegate void ReadPixels(int x, int y, int width, int height, Span<byte> rgb);

    /// <summary>Whether this is the last pass: one block, which goes all the way down to a pixel.</summary>
    public static bool IsLast((int Width, int Height) size) => size.Width <= BlockSize && size.Height <= BlockSize;

    /// <summary>Writes the levels.</summary>
    /// <param name="first">Index of the finest, from the full one on.</param>
    /// <param name="read">Reads it.</param>
    /// <param name="next">Receives the level after the last; null in the last pass.</param>
    /// <param name="cancellation">Stops at the next block.</param>
    public async Task RunAsync(int first, ReadPixels read, RawImage? next, CancellationToken cancellation)
    {
        (int width, int height) = sizes[first];
        int levels = next is null ? sizes.Count - first : Depth;
        for (int level = first; level < first + levels; level++)
        {
            Directory.CreateDirectory(LevelFolder(level));
        }

        using IEnumerator<(int Column, int Row)> blocks =
            TileOrder.Morton(((width - 1) / BlockSize) + 1, ((height - 1) / BlockSize) + 1).GetEnumerator();
        using var failure = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await Task.WhenAll(Enumerable.Range(0, context.Options.Threads).Select(_ => Task.Factory.StartNew(
            async () =>
            {
                using PixelLease pixels = await context.Pool.LeaseAsync(Side * Side * 3, failure.Token);
                using PixelLease half = await context.Pool.LeaseAsync(Side * Side * 3 / 4, failure.Token);
                using PixelLease scratch = await context.Pool.LeaseAsync(ScratchBytes(context), failure.Token);
                while (Take(blocks, failure.Token) is { } block)
                {
                    try
                    {
                        Convert(first, levels, block, read, next, pixels, half, scratch);
                    }
                    catch
                    {
                        await failure.CancelAsync();
                        throw;
                    }
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap()));
        cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>Bytes of pixel memory that a thread takes.</summary>
    public static long BytesPerThread(int jpegBytes) => (Side * Side * 15L / 4) + (TileSide * TileSide * 3) + jpegBytes;

    /// <summary>Side of the largest tile.</summary>
    public static int LargestTile => TileSide;

    private static int ScratchBytes(ConversionContext context) =>
        (TileSide * TileSide * 3) + context.Jpeg.MaxBytes(TileSide, TileSide, context.Options.IsSubsampled);

    private (int Column, int Row)? Take(IEnumerator<(int Column, int Row)> blocks, CancellationToken cancellation)
    {
        lock (gate)
        {
            return !cancellation.IsCancellationRequested && blocks.MoveNext() ? blocks.Current : null;
        }
    }

    private void Convert(
        int first, int levels, (int Column, int Row) block, ReadPixels read, RawImage? next, PixelLease pixels, PixelLease half, PixelLease scratch)
    {
        (int width, int height) = sizes[first];
        int left = Math.Max(0, (block.Column * BlockSize) - Margin), top = Math.Max(0, (block.Row * BlockSize) - Margin);
        int columns = Math.Min(width, ((block.Column + 1) * BlockSize) + Margin) - left;
        int rows = Math.Min(height, ((block.Row + 1) * BlockSize) + Margin) - top;
        read(left, top, columns, rows, pixels.GetSpan());
        TileEdges.Spread(pixels.GetSpan(), columns, rows, Side);
        (PixelLease current, PixelLease other, int stride) = (pixels, half, Side);
        for (int level = 0; ; level++)
        {
            (int X, int Y, int Width, int Height) area = (left >> level, top >> level, columns, rows);
            if (level == levels)
            {
                WriteNext(next, block, sizes[first + level], area, current.GetSpan(), stride);
                break;
            }

            WriteTiles(first + level, BlockSize >> level, block, area, current.GetSpan(), stride, scratch);
            if (first + level == sizes.Count - 1)
            {
                break;
            }

            Shrink(current, ref columns, ref rows, stride, other);
            (current, other, stride) = (other, current, (stride + 1) / 2);
        }

        if (first == 0)
        {
            context.Progress.Add((long)Math.Min(BlockSize, width - (block.Column * BlockSize)) * Math.Min(BlockSize, height - (block.Row * BlockSize)));
        }
    }

    // An odd last column or row is repeated, which makes it weigh as much as two.
    private static void Shrink(PixelLease source, ref int columns, ref int rows, int stride, PixelLease target)
    {
        Span<byte> rgb = source.GetSpan();
        TileEdges.Repeat(rgb, columns, rows, stride, rows + (rows & 1));
        (columns, rows) = ((columns + 1) / 2, (rows + 1) / 2);
        BoxShrink.Halve(rgb, stride * 3, target.GetSpan(), (stride + 1) / 2 * 3, columns, rows);
    }

    private static void WriteNext(
        RawImage? next, (int Column, int Row) block, (int Width, int Height) size, (int X, int Y, int Width, int Height) area, Span<byte> rgb, int stride)
    {
        int x = block.Column * DeepZoomLevels.TileSize, y = block.Row * DeepZoomLevels.TileSize;
        int width = Math.Min(DeepZoomLevels.TileSize, size.Width - x), height = Math.Min(DeepZoomLevels.TileSize, size.Height - y);
        if (width > 0 && height > 0)
        {
            next!.Write(x, y, width, height, rgb[((((y - area.Y) * stride) + x - area.X) * 3)..], stride * 3);
        }
    }

    private void WriteTiles(
        int level, int core, (int Column, int Row) block, (int X, int Y, int Width, int Height) area, Span<byte> rgb, int stride, PixelLease scratch)
    {
        (int width, int height) = sizes[level];
        int across = Math.Max(1, core / DeepZoomLevels.TileSize);
        string path = LevelFolder(level);
        Span<byte> tile = scratch.GetSpan()[..(TileSide * TileSide * 3)], stream = scratch.GetSpan()[tile.Length..];
        for (int row = block.Row * across; row < (block.Row + 1) * across && row * DeepZoomLevels.TileSize < height; row++)
        {
            (int top, int rows) = DeepZoomLevels.Span(row, height);
            for (int column = block.Column * across; column < (block.Column + 1) * across && column * DeepZoomLevels.TileSize < width; column++)
            {
                (int left, int columns) = DeepZoomLevels.Span(column, width);
                RgbPixels.Copy(rgb[((((top - area.Y) * stride) + left - area.X) * 3)..], stride * 3, tile, columns * 3, columns, rows);
                int length = context.Jpeg.Encode(
                    tile[..(columns * rows * 3)], columns, rows, context.Options.Quality, context.Options.IsSubsampled, stream);
                string name = string.Create(CultureInfo.InvariantCulture, $"{column}_{row}.jpeg");
                File.WriteAllBytes(Path.Combine(path, name), stream[..length]);
            }
        }
    }

    private string LevelFolder(int level) => Path.Combine(folder, (sizes.Count - 1 - level).ToString(CultureInfo.InvariantCulture));
}
