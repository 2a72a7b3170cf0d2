namespace TissueNet.Reports;

/// <summary>A small RGB image to draw legends on; white at first. Colours are 0xRRGGBB.</summary>
/// <param name="width">Pixels across.</param>
/// <param name="height">Pixels down.</param>
internal sealed class Canvas(int width, int height)
{
    private readonly byte[] rgb = White(width * height * 3);

    public int Width { get; } = width;

    public int Height { get; } = height;

    /// <summary>A row's bytes.</summary>
    public ReadOnlySpan<byte> Row(int y) => rgb.AsSpan(y * Width * 3, Width * 3);

    /// <summary>Fills a rectangle; what lies outside is left out.</summary>
    public void Fill(float left, float top, float width, float height, int color)
    {
        for (int y = Math.Max(0, (int)MathF.Round(top)); y < Math.Min(Height, (int)MathF.Round(top + height)); y++)
        {
            for (int x = Math.Max(0, (int)MathF.Round(left)); x < Math.Min(Width, (int)MathF.Round(left + width)); x++)
            {
                Blend(x, y, color, 1);
            }
        }
    }

    /// <summary>Draws a text.</summary>
    /// <param name="left">Left edge.</param>
    /// <param name="top">Top of the capitals.</param>
    /// <param name="text">The text.</param>
    /// <param name="cap">Height of a capital in pixels.</param>
    /// <param name="color">Colour.</param>
    /// <param name="bold">Whether strokes are thicker.</param>
    /// <returns>Pixels across.</returns>
    public float Text(float left, float top, string text, float cap, int color, bool bold = false)
    {
        float unit = cap / StrokeFont.CapHeight, x = left;
        float pen = MathF.Max(1.15f, cap * (bold ? 0.19f : 0.125f)) / 2;
        foreach (char character in text)
        {
            StrokeFont.Glyph glyph = StrokeFont.Of(character);
            Draw(glyph, x, top, unit, pen, color);
            x += (glyph.Width + StrokeFont.Gap) * unit;
        }

        return StrokeFont.Measure(text) * unit;
    }

    private void Draw(StrokeFont.Glyph glyph, float left, float top, float unit, float pen, int color)
    {
        float edge = pen + 1, bottom = top + (17 * unit) + edge;
        for (int y = Math.Max(0, (int)(top - edge)); y < Math.Min(Height, bottom); y++)
        {
            for (int x = Math.Max(0, (int)(left - edge)); x < Math.Min(Width, left + (glyph.Width * unit) + edge); x++)
            {
                // The nearest stroke decides, once: blending stroke by stroke would darken every joint.
                float nearest = float.MaxValue;
                foreach (StrokeFont.Segment segment in glyph.Segments)
                {
                    nearest = MathF.Min(nearest, segment.Distance((x + 0.5f - left) / unit, (y + 0.5f - top) / unit));
                }

                Blend(x, y, color, Math.Clamp(pen + 0.5f - (nearest * unit), 0, 1));
            }
        }
    }

    private void Blend(int x, int y, int color, float alpha)
    {
        Span<byte> pixel = rgb.AsSpan(((y * Width) + x) * 3, 3);
        for (int i = 0; i < 3; i++)
        {
            int channel = (color >> (16 - (8 * i))) & 0xFF;
            pixel[i] = (byte)(pixel[i] + ((channel - pixel[i]) * alpha) + 0.5f);
        }
    }

    private static byte[] White(int length)
    {
        byte[] pixels = new byte[length];
        Array.Fill(pixels, (byte)255);
        return pixels;
    }
}
