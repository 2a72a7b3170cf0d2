using NetVips;
using TissueNet.Slides;

namespace TissueNet.Cli.Inspection;

/// <summary>A slide as a picture.</summary>
internal static class Thumbnail
{
    /// <summary>Writes the whole slide, read from its pyramid.</summary>
    /// <param name="slide">The slide.</param>
    /// <param name="path">The picture.</param>
    /// <param name="size">Longer side in pixels at most; it is never larger than the slide.</param>
    /// <returns>The picture's size.</returns>
    public static (int Width, int Height) Write(Slide slide, string path, int size)
    {
        // Sizes in microns, so that slides with oblong pixels keep their shape.
        double widthUm = slide.Width * slide.MppX, heightUm = slide.Height * slide.MppY;
        double mpp = Math.Max(Math.Max(widthUm, heightUm) / size, Math.Max(slide.MppX, slide.MppY));
        int width = Math.Max(1, (int)Math.Round(widthUm / mpp)), height = Math.Max(1, (int)Math.Round(heightUm / mpp));
        PictureFile.Write(path, width, height, (top, rows, rgb) => slide.ReadAt(0, top * mpp / slide.MppY, mpp, width, rows, rgb));
        return (width, height);
    }

    /// <summary>Writes an associated image.</summary>
    /// <param name="slide">The slide.</param>
    /// <param name="name">Which.</param>
    /// <param name="path">The picture.</param>
    /// <param name="size">Longer side in pixels at most; null for the size that is stored.</param>
    /// <returns>The picture's size.</returns>
    /// <exception cref="SlideException">There is no such image, or it cannot be read.</exception>
    public static (int Width, int Height) WriteAssociated(Slide slide, string name, string path, int? size)
    {
        if (!slide.Info.Associated.TryGetValue(name, out (int Width, int Height) stored))
        {
            string file = Path.GetFileName(slide.Scope.Path);
            throw new SlideException(
                slide.Scope.Path,
                $"'{file}' has no associated image '{name}'.",
                slide.Info.Associated.Count == 0 ? "It has none." : $"It has: {string.Join(", ", slide.Info.Associated.Keys.Order(StringComparer.Ordinal))}.");
        }

        byte[] rgb = slide.Reader.ReadAssociated(name);
        if (size < Math.Max(stored.Width, stored.Height))
        {
            using Image whole = Image.NewFromMemory(rgb, stored.Width, stored.Height, 3, Enums.BandFormat.Uchar);
            using Image small = whole.ThumbnailImage(size.Value, height: size.Value, size: Enums.Size.Down);
            (rgb, stored) = (small.WriteToMemory<byte>(), (small.Width, small.Height));
        }

        PictureFile.Write(path, stored.Width, stored.Height, (top, rows, band) => rgb.AsSpan(top * stored.Width * 3, rows * stored.Width * 3).CopyTo(band));
        return stored;
    }
}
