using System.Buffers;
using TissueNet.Slides.Resampling;

namespace TissueNet.Slides;

/// <summary>
/// Reads a slide at an exact resolution: picks the finest useful level, then resamples it. Where the result is about as fine as
/// the source it interpolates linearly; where it is coarser each pixel is the mean of the area that it covers, which for whole
/// ratios is the exact box average; where it is the same grid the bytes are the source's own.
/// </summary>
internal static class SlideSampler
{
    // The most bytes of source pixels held at once: a thumbnail of a slide without coarse levels reads gigabytes through it.
    private const int BandBytes = 8 << 20;

    public static void ReadAt(Slide slide, double level0X, double level0Y, double mpp, int width, int height, Span<byte> rgb) =>
        ReadAt(slide, level0X, level0Y, mpp, width, height, rgb, BandBytes);

    /// <summary>Announces what <see cref="ReadAt(Slide, double, double, double, int, int, Span{byte})"/> will read; never fails.</summary>
    public static void Prefetch(Slide slide, double level0X, double level0Y, double mpp, int width, int height)
    {
        if (slide.Reader.ReadsAhead && IsSensible(level0X, level0Y, mpp) && width > 0 && height > 0)
        {
            (SampleSource source, double left, double top, double stepX, double stepY) = Place(slide, level0X, level0Y, mpp);
            using var columns = AxisFilter.Create(left, stepX, width, source.Width);
            using var rows = AxisFilter.Create(top, stepY, height, source.Height);
            Prefetch(source, columns, rows);
        }
    }

    /// <summary>As above, with another bound on the source pixels held at once. The result does not depend on it.</summary>
    internal static void ReadAt(
        Slide slide, double level0X, double level0Y, double mpp, int width, int height, Span<byte> rgb, int bandBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (!IsSensible(level0X, level0Y, mpp))
        {
            throw new ArgumentOutOfRangeException(
                nameof(mpp), $"A read at ({level0X}, {level0Y}), {mpp} um/px: expected finite numbers, mpp above 0.");
        }

        if (rgb.Length / 3 / width < height)
        {
            throw new ArgumentException($"{rgb.Length} bytes are too few for {width} × {height} RGB pixels.", nameof(rgb));
        }

        (SampleSource source, double left, double top, double stepX, double stepY) = Place(slide, level0X, level0Y, mpp);

        // Most patches of most runs are this, and weights of 1 are slow to write down.
        if (AxisFilter.FindCopy(left, stepX, width, source.Width) is { } x && AxisFilter.FindCopy(top, stepY, height, source.Height) is { } y)
        {
            source.Read(x, y, width, height, rgb);
            return;
        }

        using var columns = AxisFilter.Create(left, stepX, width, source.Width);
        using var rows = AxisFilter.Create(top, stepY, height, source.Height);
        if (columns.IsCopy && rows.IsCopy)
        {
            source.Read(columns.First(0), rows.First(0), width, height, rgb);
        }
        else
        {
            Resample(source, columns, rows, rgb, bandBytes);
        }
    }

    private static bool IsSensible(double level0X, double level0Y, double mpp) =>
        mpp > 0 && double.IsFinite(mpp) && double.IsFinite(level0X) && double.IsFinite(level0Y);

    // Where a patch lies in the pixels of the level that it is read from, and how many of those one of its pixels spans.
    private static (SampleSource Source, double Left, double Top, double StepX, double StepY) Place(
        Slide slide, double level0X, double level0Y, double mpp)
    {
        double stepX = mpp / slide.MppX, stepY = mpp / slide.MppY;
        SampleSource source = SampleSource.Choose(slide.Reader, Math.Min(stepX, stepY));
        return (source, level0X / source.Scale, level0Y / source.Scale, stepX / source.Scale, stepY / source.Scale);
    }

    private static void Prefetch(SampleSource source, in AxisFilter columns, in AxisFilter rows) => source.Reader.Prefetch(
        source.Level.Index,
        source.Shrink,
        columns.First(0),
        rows.First(0),
        columns.SourceWidth(0, columns.Count),
        rows.SourceWidth(0, rows.Count));

    // In strips of columns, so that a band of a wide level is still tall enough to hold whole tiles.
    private static void Resample(SampleSource source, in AxisFilter columns, in AxisFilter rows, Span<byte> rgb, int bandBytes)
    {
        int stripWidth = Math.Max(64, (int)Math.Sqrt(bandBytes / 3.0));
        if ((long)columns.SourceWidth(0, columns.Count) * rows.SourceWidth(0, rows.Count) * 3 <= bandBytes)
        {
            stripWidth = int.MaxValue;
        }

        for (int first = 0; first < columns.Count;)
        {
            int end = first + 1;
            while (end < columns.Count && columns.SourceWidth(first, end + 1) <= stripWidth)
            {
                end++;
            }

            ResampleStrip(source, columns, rows, first, end, rgb, bandBytes);
            first = end;
        }
    }

    private static void ResampleStrip(
        SampleSource source, in AxisFilter columns, in AxisFilter rows, int first, int end, Span<byte> rgb, int bandBytes)
    {
        int sourceX = columns.First(first), sourceWidth = columns.SourceWidth(first, end);
        int endRow = rows.First(0) + rows.SourceWidth(0, rows.Count);
        using var band = new SourceBand(source, sourceX, sourceWidth, endRow, bandBytes);
        if (columns.Stride == 2 && rows.Stride == 2)
        {
            Interpolate(band, columns, rows, first, end, rgb);
        }
        else
        {
            Average(band, columns, rows, first, end, rgb);
        }
    }

    private static void Interpolate(SourceBand band, in AxisFilter columns, in AxisFilter rows, int first, int end, Span<byte> rgb)
    {
        int length = columns.SourceWidth(first, end) * 3, targetLength = (end - first) * 3;
        short[] scratch = ArrayPool<short>.Shared.Rent(length + targetLength + (2 * LinearKernel.Padding));
        try
        {
            Span<short> values = scratch.AsSpan(0, length + LinearKernel.Padding);
            Span<short> weights = scratch.AsSpan(values.Length, targetLength + LinearKernel.Padding);
            LinearKernel.SpreadWeights(columns, first, end, weights);

            // The last pixel may look at the one behind it, with weight 0.
            values[length..].Clear();
            for (int row = 0; row < rows.Count; row++)
            {
                RowPair pair = band.Pair(rows.First(row), rows.Taps(row));
                short weight = LinearKernel.Weight(rows.AllWeights[(row * 2) + 1]);
                LinearKernel.BetweenRows(pair.Upper, pair.Lower, weight, values, length);
                Span<byte> target = rgb.Slice(((row * columns.Count) + first) * 3, targetLength);
                LinearKernel.BetweenColumns(values, columns, weights, first, end, target);
            }
        }
        finally
        {
            ArrayPool<short>.Shared.Return(scratch);
        }
    }

    private static void Average(SourceBand band, in AxisFilter columns, in AxisFilter rows, int first, int end, Span<byte> rgb)
    {
        int sumsLength = (columns.SourceWidth(first, end) * 3) + ResampleKernel.Padding;
        int resultLength = ((end - first) * 3) + ResampleKernel.Padding;
        float[] scratch = ArrayPool<float>.Shared.Rent(sumsLength + resultLength);
        try
        {
            Span<float> sums = scratch.AsSpan(0, sumsLength);
            Span<float> result = scratch.AsSpan(sumsLength, resultLength);

            // A filter of two taps may touch the pixel after the last with weight 0, which must not be NaN.
            sums[(sumsLength - ResampleKernel.Padding)..].Clear();
            for (int row = 0; row < rows.Count; row++)
            {
                band.Sum(rows.First(row), rows.Weights(row), sums);
                ResampleKernel.FilterColumns(sums, columns, first, end, result);
                Span<byte> target = rgb.Slice(((row * columns.Count) + first) * 3, (end - first) * 3);
                ResampleKernel.Round(result, columns.Norm * rows.Norm, target);
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(scratch);
        }
    }
}
