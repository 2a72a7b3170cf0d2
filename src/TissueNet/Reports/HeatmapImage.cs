using TissueNet.Aggregation;
using TissueNet.Slides;

namespace TissueNet.Reports;

/// <summary>
/// A slide's thumbnail under its heatmap, with legend, scale bar and notice. Read, painted and written in bands: memory is a few
/// megabytes whatever the size.
/// </summary>
internal sealed class HeatmapImage
{
    private const int BandPixels = 1 << 20;

    private readonly Slide slide;
    private readonly double mpp;
    private readonly int margin;
    private readonly int imageWidth;
    private readonly int imageHeight;
    private readonly HeatmapOverlay? overlay;
    private readonly Canvas panel;
    private readonly Canvas footer;

    /// <summary>Lays the image out.</summary>
    /// <param name="slide">The slide, open.</param>
    /// <param name="prediction">What was predicted for it.</param>
    /// <param name="style">Colours.</param>
    /// <param name="size">Longer side of the thumbnail in pixels at most.</param>
    public HeatmapImage(Slide slide, SlidePrediction prediction, HeatmapStyle style, int size)
    {
        this.slide = slide;
        double widthMicrons = slide.Width * slide.MppX, heightMicrons = slide.Height * slide.MppY;
        mpp = Math.Max(slide.Mpp, Math.Max(widthMicrons, heightMicrons) / size);
        imageWidth = Math.Clamp((int)Math.Round(widthMicrons / mpp), 1, size);
        imageHeight = Math.Clamp((int)Math.Round(heightMicrons / mpp), 1, size);
        overlay = prediction.Heatmap is { } heatmap ? new HeatmapOverlay(heatmap, style, slide.MppX / mpp, slide.MppY / mpp) : null;
        float unit = Math.Clamp(Math.Max(imageWidth, imageHeight) / 1200f, 0.85f, 4);
        margin = (int)(24 * unit);
        var legend = new HeatmapLegend(unit);
        panel = legend.Panel(prediction, style, overlay);
        footer = legend.Footer(imageWidth + margin + panel.Width, imageWidth, mpp);
    }

    private int Width => footer.Width + (2 * margin);

    /// <summary>Writes it.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="cancellation">Stops it between bands.</param>
    public void Write(Stream stream, CancellationToken cancellation)
    {
        int body = Math.Max(imageHeight, panel.Height), bandRows = Math.Clamp(BandPixels / imageWidth, 1, imageHeight);
        using var png = new PngWriter(stream, Width, margin + body + (margin / 2) + footer.Height + (margin / 2), rgb: true);
        png.Text("Description", Figures.Notice);
        byte[] band = new byte[imageWidth * bandRows * 3], row = new byte[Width * 3];
        Blank(png, row, margin);
        for (int y = 0; y < body; y++)
        {
            Array.Fill(row, (byte)255);
            if (y < imageHeight)
            {
                if (y % bandRows == 0)
                {
                    cancellation.ThrowIfCancellationRequested();
                    Read(band, y, Math.Min(bandRows, imageHeight - y));
                }

                band.AsSpan(y % bandRows * imageWidth * 3, imageWidth * 3).CopyTo(row.AsSpan(margin * 3));
            }

            if (y < panel.Height)
            {
                panel.Row(y).CopyTo(row.AsSpan(((2 * margin) + imageWidth) * 3));
            }

            png.Row(row);
        }

        Blank(png, row, margin / 2);
        for (int y = 0; y < footer.Height; y++)
        {
            footer.Row(y).CopyTo(row.AsSpan(margin * 3));
            png.Row(row);
        }

        Blank(png, row, margin / 2);
        png.End();
    }

    private void Read(byte[] band, int top, int rows)
    {
        Span<byte> pixels = band.AsSpan(0, imageWidth * rows * 3);
        slide.ReadAt(0, top * mpp / slide.MppY, mpp, imageWidth, rows, pixels);
        overlay?.Paint(pixels, imageWidth, top, rows);
    }

    private static void Blank(PngWriter png, byte[] row, int rows)
    {
        Array.Fill(row, (byte)255);
        for (int i = 0; i < rows; i++)
        {
            png.Row(row);
        }
    }
}
