using TissueNet.Aggregation;
using TissueNet.Regions;

namespace TissueNet.Reports;

/// <summary>Paints a heatmap's cells over bands of a slide's thumbnail.</summary>
internal sealed class HeatmapOverlay
{
    private readonly List<Cell> cells = [];

    /// <summary>Lays the cells out.</summary>
    /// <param name="heatmap">The heatmap.</param>
    /// <param name="style">Its colours.</param>
    /// <param name="scaleX">Thumbnail pixels per level-0 pixel across.</param>
    /// <param name="scaleY">Thumbnail pixels per level-0 pixel down.</param>
    public HeatmapOverlay(Heatmap heatmap, HeatmapStyle style, double scaleX, double scaleY)
    {
        RegionGrid grid = heatmap.Grid;
        foreach (Region region in grid.Regions)
        {
            Span<float> probabilities = heatmap[region.Column, region.Row];
            if (float.IsNaN(probabilities[0]))
            {
                continue;
            }

            // Where patches overlap, each one owns the middle of its own; edges are rounded, not sizes, so that neighbours leave no seam.
            double width = Math.Min(grid.StrideX, region.Level0Width), height = Math.Min(grid.StrideY, region.Level0Height);
            double left = region.Level0X + ((region.Level0Width - width) / 2), top = region.Level0Y + ((region.Level0Height - height) / 2);
            int x = (int)Math.Round(left * scaleX), y = (int)Math.Round(top * scaleY);
            int right = Math.Max(x + 1, (int)Math.Round((left + width) * scaleX));
            int bottom = Math.Max(y + 1, (int)Math.Round((top + height) * scaleY));
            (int color, float alpha) = style.Of(probabilities);
            cells.Add(new Cell(x, y, right, bottom, color, alpha));
            Counts[HeatmapStyle.Best(probabilities)] = Counts.GetValueOrDefault(HeatmapStyle.Best(probabilities)) + 1;
        }
    }

    /// <summary>Patches shown.</summary>
    public int Patches => cells.Count;

    /// <summary>How many patches have each class as their most probable one.</summary>
    public Dictionary<int, int> Counts { get; } = [];

    /// <summary>Paints the cells over a band.</summary>
    /// <param name="rgb">The band's pixels, rows × width × 3.</param>
    /// <param name="width">Its width.</param>
    /// <param name="top">Its first row in the thumbnail.</param>
    /// <param name="rows">Its rows.</param>
    public void Paint(Span<byte> rgb, int width, int top, int rows)
    {
        // Which cell a pixel belongs to first, colours after: cells that overlap at the slide's edge must not blend twice.
        int[] owners = new int[width * rows];
        for (int i = 0; i < cells.Count; i++)
        {
            Cell cell = cells[i];
            int left = Math.Max(cell.Left, 0), right = Math.Min(cell.Right, width);
            for (int y = Math.Max(cell.Top - top, 0); left < right && y < Math.Min(cell.Bottom - top, rows); y++)
            {
                owners.AsSpan((y * width) + left, right - left).Fill(i + 1);
            }
        }

        for (int i = 0; i < owners.Length; i++)
        {
            if (owners[i] > 0)
            {
                Blend(rgb.Slice(i * 3, 3), cells[owners[i] - 1]);
            }
        }
    }

    private static void Blend(Span<byte> pixel, Cell cell)
    {
        // The stain's own hue would mix with the class colours; the tissue's structure is in its lightness, so that alone stays.
        float lightness = ((pixel[0] * 0.299f) + (pixel[1] * 0.587f) + (pixel[2] * 0.114f)) / 255, bleached = Math.Min(2 * cell.Alpha, 1);
        for (int i = 0; i < 3; i++)
        {
            float color = (cell.Color >> (16 - (8 * i))) & 0xFF;
            float shaded = color * (0.45f + (0.55f * lightness));
            float grey = (pixel[i] * 0.2f) + (((lightness * 0.8f) + 0.2f) * 255 * 0.8f);
            float under = pixel[i] + ((grey - pixel[i]) * bleached);
            pixel[i] = (byte)(under + ((shaded - under) * cell.Alpha) + 0.5f);
        }
    }

    private readonly record struct Cell(int Left, int Top, int Right, int Bottom, int Color, float Alpha);
}
