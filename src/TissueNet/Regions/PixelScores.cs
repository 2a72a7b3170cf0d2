using System.Runtime.InteropServices;
using TissueNet.Stages;
using TissueNet.Tissue;

namespace TissueNet.Regions;

/// <summary>
/// Means over regions of what is measured at low resolution. The slide is read once, in bands; each row's running sums serve all
/// regions that cross it, so a region costs two look-ups per row, however wide it is.
/// </summary>
internal sealed class PixelScores
{
    private const int BandRows = 512;
    private const int BandBytes = 16 << 20;
    private readonly RegionGrid grid;
    private readonly RegionScore by;
    private readonly MaskGeometry geometry;
    private readonly MaskBox[] boxes;
    private readonly double[] sums;
    private readonly List<int> active = [];
    private int next;

    /// <summary>Prepares scoring.</summary>
    /// <param name="grid">The regions.</param>
    /// <param name="by">Haematoxylin or darkness.</param>
    /// <param name="mpp">Resolution at which pixels are read.</param>
    public PixelScores(RegionGrid grid, RegionScore by, double mpp)
    {
        this.grid = grid;
        this.by = by;
        geometry = MaskGeometry.For(grid.Slide, mpp);
        boxes = [.. grid.Regions.Select(Box)];
        sums = new double[boxes.Length];
    }

    private int Rows => Math.Clamp(BandBytes / (geometry.Width * 3), 1, Math.Min(BandRows, geometry.Height));

    /// <summary>Reads and scores.</summary>
    /// <param name="pool">Memory for a band.</param>
    /// <param name="cancellation">Stops between bands.</param>
    /// <returns>The mean per region. Pixels that the mask leaves out, pen above all, count as 0.</returns>
    public async ValueTask<double[]> MeasureAsync(IPixelPool pool, CancellationToken cancellation)
    {
        int rgbBytes = (Rows * geometry.Width * 3) + 3 & ~3;
        using PixelLease lease = await pool.LeaseAsync(rgbBytes + (geometry.Width * (long)sizeof(float)), cancellation);
        Measure(lease.GetSpan()[..rgbBytes], MemoryMarshal.Cast<byte, float>(lease.GetSpan()[rgbBytes..]), cancellation);
        for (int i = 0; i < sums.Length; i++)
        {
            MaskBox box = boxes[i];
            sums[i] /= (double)(box.Right - box.Left) * (box.Bottom - box.Top);
        }

        return sums;
    }

    private void Measure(Span<byte> rgb, Span<float> scores, CancellationToken cancellation)
    {
        var prefix = new double[geometry.Width + 1];
        int[] maskColumns = MaskColumns();
        for (int top = 0; top < geometry.Height; top += Rows)
        {
            cancellation.ThrowIfCancellationRequested();
            int rows = Math.Min(Rows, geometry.Height - top);
            if (!Activate(top) && (next == boxes.Length || boxes[next].Top >= top + rows))
            {
                continue;
            }

            grid.Slide.ReadAt(0, top * geometry.Mpp / grid.Slide.MppY, geometry.Mpp, geometry.Width, rows, rgb);
            for (int row = 0; row < rows; row++)
            {
                if (!Activate(top + row))
                {
                    continue;
                }

                Score(rgb.Slice(row * geometry.Width * 3, geometry.Width * 3), scores);
                Accumulate(scores, prefix, maskColumns, top + row);
                foreach (int region in active)
                {
                    MaskBox box = boxes[region];
                    sums[region] += prefix[Math.Clamp(box.Right, 0, geometry.Width)] - prefix[Math.Clamp(box.Left, 0, geometry.Width)];
                }
            }
        }
    }

    // Regions are in row-major order, so those that a row enters follow one another.
    private bool Activate(int y)
    {
        active.RemoveAll(region => boxes[region].Bottom <= y);
        for (; next < boxes.Length && boxes[next].Top <= y; next++)
        {
            active.Add(next);
        }

        return active.Count > 0;
    }

    private void Score(ReadOnlySpan<byte> rgb, Span<float> scores)
    {
        if (by == RegionScore.Haematoxylin)
        {
            HaematoxylinScore.Measure(rgb, scores);
            return;
        }

        for (int i = 0, p = 0; i < scores.Length; i++, p += 3)
        {
            scores[i] = 255 - ((rgb[p] * 0.299f) + (rgb[p + 1] * 0.587f) + (rgb[p + 2] * 0.114f));
        }
    }

    private void Accumulate(ReadOnlySpan<float> scores, double[] prefix, int[] maskColumns, int y)
    {
        double sum = 0;
        if (grid.Mask is not { } mask)
        {
            for (int x = 0; x < scores.Length; x++)
            {
                prefix[x + 1] = sum += scores[x];
            }

            return;
        }

        Span<ulong> bits = mask.Bits.Row(MaskPosition(y, mask.Mpp, mask.Bits.Height));
        for (int x = 0; x < scores.Length; x++)
        {
            int maskX = maskColumns[x];
            prefix[x + 1] = sum += (bits[maskX >> 6] >> (maskX & 63) & 1) != 0 ? scores[x] : 0;
        }
    }

    private int[] MaskColumns() => grid.Mask is { } mask
        ? [.. Enumerable.Range(0, geometry.Width).Select(x => MaskPosition(x, mask.Mpp, mask.Bits.Width))]
        : [];

    private int MaskPosition(int position, double maskMpp, int length) => Math.Min(length - 1, (int)((position + 0.5) * geometry.Mpp / maskMpp));

    private MaskBox Box(Region region)
    {
        double scaleX = grid.Slide.MppX / geometry.Mpp, scaleY = grid.Slide.MppY / geometry.Mpp;
        int left = (int)Math.Round(region.Level0X * scaleX), top = (int)Math.Round(region.Level0Y * scaleY);
        return new MaskBox(
            left,
            top,
            Math.Max(left + 1, (int)Math.Round((region.Level0X + region.Level0Width) * scaleX)),
            Math.Max(top + 1, (int)Math.Round((region.Level0Y + region.Level0Height) * scaleY)));
    }
}
