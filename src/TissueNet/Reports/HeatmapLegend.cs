using System.Globalization;
using TissueNet.Aggregation;

namespace TissueNet.Reports;

/// <summary>Draws what stands beside and below a heatmap.</summary>
/// <param name="unit">Pixels per unit of layout; 1 for an image of 1,200 pixels.</param>
internal sealed class HeatmapLegend(float unit)
{
    private const int Ink = 0x1F2430, Grey = 0x6B7280, Line = 0xD6D9DE, Warning = 0xA61B1B;
    private const float PanelWidth = 336, Inset = 3, Cap = 11, SmallCap = 9.5f, RowHeight = 25;

    private float y;

    /// <summary>The panel beside the image: name, label, meaning of colours, how many patches.</summary>
    public Canvas Panel(SlidePrediction prediction, HeatmapStyle style, HeatmapOverlay? overlay)
    {
        bool byClass = style.Shown is null;
        float colors = overlay is null ? 0 : byClass ? (style.Classes.Count * RowHeight) + 100 : 155;
        var canvas = new Canvas((int)(PanelWidth * unit), (int)((85 + colors) * unit));
        y = Inset;
        Text(canvas, 0, prediction.Scope.Name, 14, Ink, bold: true);
        y += 32;
        string label = prediction.Label ?? (prediction.Patches.Count == 0 ? "no patches inferred" : "no label");
        float width = Text(canvas, 0, label, Cap, Ink);
        if (prediction.Score is { } score)
        {
            Text(canvas, width + 14, "score " + score.ToString("0.000", CultureInfo.InvariantCulture), Cap, Grey);
        }

        Rule(canvas, 28);
        if (overlay is null)
        {
            return canvas;
        }

        Text(canvas, 0, byClass ? "Most probable class, share of patches" : $"Probability of {style.Classes[style.Shown!.Value]}", SmallCap, Grey);
        y += 26;
        if (byClass)
        {
            Swatches(canvas, style, overlay);
        }
        else
        {
            Bar(canvas);
        }

        Rule(canvas, 8);
        RegionLine(canvas, prediction, overlay);
        return canvas;
    }

    /// <summary>The strip below the image: scale bar and notice.</summary>
    /// <param name="width">Pixels across.</param>
    /// <param name="imageWidth">Pixels across of the image above, whose left edge is the strip's.</param>
    /// <param name="mpp">Microns per pixel of the image.</param>
    public Canvas Footer(int width, int imageWidth, double mpp)
    {
        var canvas = new Canvas(width, (int)(34 * unit));
        double microns = ScaleLength(Math.Min(imageWidth * 0.3, 220 * unit) * mpp);
        float bar = (float)(microns / mpp), tick = MathF.Max(1, MathF.Round(2 * unit)), top = 10 * unit;
        canvas.Fill(0, top + (4 * unit), bar, tick, Ink);
        canvas.Fill(0, top, tick, (8 * unit) + tick, Ink);
        canvas.Fill(bar - tick, top, tick, (8 * unit) + tick, Ink);
        string length = microns >= 1000
            ? (microns / 1000).ToString("0.###", CultureInfo.InvariantCulture) + " mm"
            : microns.ToString("0.###", CultureInfo.InvariantCulture) + " um";
        canvas.Text(bar + (10 * unit), top - unit, length, Cap * unit, Ink);
        float notice = StrokeFont.Measure(Figures.Notice) * Cap * unit / StrokeFont.CapHeight;
        canvas.Text(width - notice - (9 * unit), top - unit, Figures.Notice, Cap * unit, Warning, bold: true);
        return canvas;
    }

    /// <summary>The largest length of 1, 2 or 5 times a power of ten that is not above <paramref name="limit"/>.</summary>
    internal static double ScaleLength(double limit)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(limit)));
        return power * (limit >= 5 * power ? 5 : limit >= 2 * power ? 2 : 1);
    }

    private void Swatches(Canvas canvas, HeatmapStyle style, HeatmapOverlay overlay)
    {
        for (int i = 0; i < style.Classes.Count; i++)
        {
            canvas.Fill(Inset * unit, (y - 2) * unit, 22 * unit, 15 * unit, ClassPalette.Of(i));
            double share = (double)overlay.Counts.GetValueOrDefault(i) / Math.Max(1, overlay.Patches);
            int ink = share > 0 ? Ink : Grey;
            Text(canvas, 34, style.Classes[i], Cap, ink, width: PanelWidth - 110);
            string percent = share is > 0 and < 0.001 ? "<0.1 %" : (share * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %";
            Text(canvas, PanelWidth - 9 - (StrokeFont.Measure(percent) * Cap / StrokeFont.CapHeight), percent, Cap, ink, width: PanelWidth);
            y += RowHeight;
        }
    }

    private void Bar(Canvas canvas)
    {
        const float Length = PanelWidth - 20;
        int pixels = (int)(Length * unit);
        for (int x = 0; x < pixels; x++)
        {
            canvas.Fill((Inset * unit) + x, y * unit, 1, 18 * unit, Colormap.Of((float)x / (pixels - 1)));
        }

        y += 28;
        foreach (float tick in (float[])[0, 0.25f, 0.5f, 0.75f, 1])
        {
            string text = tick.ToString("0.##", CultureInfo.InvariantCulture);
            float width = StrokeFont.Measure(text) * SmallCap / StrokeFont.CapHeight;
            canvas.Fill((Inset + ((Length - 1) * tick)) * unit, (y - 10) * unit, MathF.Max(1, unit), 5 * unit, Grey);
            Text(canvas, Math.Clamp((Length * tick) - (width / 2), 0, Length - width), text, SmallCap, Ink);
        }

        y += RowHeight;
    }

    private void RegionLine(Canvas canvas, SlidePrediction prediction, HeatmapOverlay overlay)
    {
        Regions.RegionGrid grid = prediction.Heatmap!.Grid;
        Text(canvas, 0, $"{overlay.Patches.ToString("#,0", CultureInfo.InvariantCulture)} patches", Cap, Ink);
        y += 24;
        string size = Figures.Measure(Math.Round(grid.PatchPixels * grid.Mpp, 1));
        Text(canvas, 0, $"{size} um each ({grid.PatchPixels} px at {Figures.Measure(Math.Round(grid.Mpp, 4))} um/px)", SmallCap, Grey);
    }

    private void Rule(Canvas canvas, float space)
    {
        y += space;
        canvas.Fill(Inset * unit, y * unit, (PanelWidth - 9) * unit, MathF.Max(1, unit), Line);
        y += 18;
    }

    /// <summary>Writes a text at the current height: narrower letters when it is too long, then cut with dots.</summary>
    private float Text(Canvas canvas, float left, string text, float cap, int color, bool bold = false, float? width = null)
    {
        float room = (width ?? (PanelWidth - 9 - left)) * StrokeFont.CapHeight / cap;
        if (StrokeFont.Measure(text) > room)
        {
            float fitting = cap * room / StrokeFont.Measure(text), smaller = MathF.Max(fitting, cap * 0.7f);
            room *= cap / smaller;
            cap = smaller;
            int kept = text.Length;
            while (kept > 1 && StrokeFont.Measure(Shortened(text, kept)) > room)
            {
                kept--;
            }

            text = Shortened(text, kept);
        }

        return canvas.Text((Inset + left) * unit, y * unit, text, cap * unit, color, bold) / unit;
    }

    /// <summary>The end of a name often tells slides apart, so the middle is what is left out.</summary>
    private static string Shortened(string text, int kept) =>
        kept == text.Length ? text : string.Concat(text.AsSpan(0, (kept + 1) / 2), "...", text.AsSpan(text.Length - (kept / 2)));
}
