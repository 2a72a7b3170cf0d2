using System.Buffers;

namespace TissueNet.Slides.Resampling;

/// <summary>Rows of a source, read a band at a time and never more than a bound.</summary>
/// <param name="source">Where rows are read.</param>
/// <param name="x">Left edge in source pixels.</param>
/// <param name="width">Source pixels.</param>
/// <param name="endRow">The row after the last that will be needed.</param>
/// <param name="bandBytes">The most bytes to hold, unless two rows are more.</param>
internal sealed class SourceBand(SampleSource source, int x, int width, int endRow, int bandBytes) : IDisposable
{
    private readonly int stride = width * 3;
    private readonly int capacity = Math.Max(2, bandBytes / (width * 3));
    private readonly int tileRows = Math.Max(1, source.Level.TileHeight / source.Shrink);
    private byte[] pixels = [];
    private int begin;
    private int end;

    /// <summary>Sums rows by weights, in their order, so that the sum does not depend on how they fall into bands.</summary>
    /// <param name="row">The first row.</param>
    /// <param name="weights">Weights of it and those below.</param>
    /// <param name="sums">Receives one number for each byte of a row.</param>
    public void Sum(int row, ReadOnlySpan<float> weights, Span<float> sums)
    {
        if (row < begin || row + weights.Length > end)
        {
            Load(row);
        }

        for (int done = 0; done < weights.Length;)
        {
            if (row + done >= end)
            {
                Load(row + done);
            }

            ReadOnlySpan<byte> upper = Row(row + done);
            if (done + 1 < weights.Length && row + done + 1 < end)
            {
                ResampleKernel.AddRows(upper, weights[done], Row(row + done + 1), weights[done + 1], sums, stride, isFirst: done == 0);
                done += 2;
            }
            else
            {
                ResampleKernel.AddRow(upper, weights[done], sums, stride, isFirst: done == 0);
                done++;
            }
        }
    }

    /// <summary>A row and the one below it; the same one twice when only one is wanted.</summary>
    /// <param name="row">The upper row.</param>
    /// <param name="taps">1 or 2.</param>
    public RowPair Pair(int row, int taps)
    {
        if (row < begin || row + taps > end)
        {
            Load(row);
        }

        return new RowPair(Row(row), Row(row + taps - 1));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (pixels.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(pixels);
        }
    }

    private ReadOnlySpan<byte> Row(int row) => pixels.AsSpan((row - begin) * stride);

    private void Load(int row)
    {
        int stop = (int)Math.Min(endRow, (long)row + capacity);

        // A band ends where stored tiles end, or the next band decodes its first row of tiles again.
        int wholeTiles = stop / tileRows * tileRows;
        stop = stop < endRow && wholeTiles > row + 1 ? wholeTiles : stop;
        if (pixels.Length == 0)
        {
            pixels = ArrayPool<byte>.Shared.Rent((Math.Min(capacity, endRow - row) * stride) + ResampleKernel.Padding);
        }

        source.Read(x, row, width, stop - row, pixels);
        (begin, end) = (row, stop);
    }
}
