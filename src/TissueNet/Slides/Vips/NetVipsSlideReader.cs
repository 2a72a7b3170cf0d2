using NetVips;

namespace TissueNet.Slides.Vips;

/// <summary>Reads regions by libvips.</summary>
/// <param name="path">The file.</param>
/// <param name="info">What it says about itself.</param>
/// <param name="levels">Its levels, open; the reader disposes them.</param>
internal sealed class NetVipsSlideReader(string path, SlideInfo info, IReadOnlyList<VipsLevel> levels) : ISlideReader
{
    /// <inheritdoc/>
    public SlideInfo Info => info;

    /// <inheritdoc/>
    public IReadOnlyList<int> Shrinks(int level) => [];

    /// <inheritdoc/>
    public void ReadRegion(int level, int shrink, int x, int y, int width, int height, Span<byte> rgb)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(shrink, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(rgb.Length, (long)width * height * 3, nameof(rgb));
        VipsLevel image = levels[level];
        int left = Math.Max(0, x), top = Math.Max(0, y);
        int right = (int)Math.Min(image.Width, (long)x + width), bottom = (int)Math.Min(image.Height, (long)y + height);
        if (left > x || top > y || right < (long)x + width || bottom < (long)y + height)
        {
            RgbPixels.Fill(rgb[..(width * height * 3)], info.BackgroundColor);
        }

        if (left >= right || top >= bottom)
        {
            return;
        }

        try
        {
            image.Read(left, top, right - left, bottom - top, rgb[((((top - y) * width) + left - x) * 3)..], width * 3);
        }
        catch (VipsException exception)
        {
            throw new SlideException(
                path,
                $"Pixels at ({left}, {top}) of level {level} of '{Path.GetFileName(path)}' cannot be read: {VipsErrors.Reason(exception)}.",
                "Copy or export the slide again.",
                exception);
        }
    }

    /// <inheritdoc/>
    public byte[] ReadAssociated(string name) =>
        throw new SlideException(path, $"'{Path.GetFileName(path)}', as libvips reads it, has no associated images.");

    public void Dispose()
    {
        foreach (VipsLevel level in levels)
        {
            level.Dispose();
        }
    }
}
