using NetVips;
using TissueNet.Slides;

namespace TissueNet.Cli.Inspection;

/// <summary>A slide as a picture.</summary>
internal static class ThumbnailFile
{
    /// <summary>The kind of picture that a path asks for; null when it is none of ours.</summary>
    public static string? Suffix(string path) => Path.GetExtension(path).ToLowerInvariant() is ".png" or ".jpg" or ".jpeg" ? Path.GetExtension(path) : null;

    /// <summary>Writes the picture under a temporary name first, so that it appears whole or not at all.</summary>
    /// <param name="slide">The slide.</param>
    /// <param name="path">The picture.</param>
    /// <param name="size">Longer side in pixels.</param>
    /// <returns>The picture's size.</returns>
    public static (int Width, int Height) Write(Slide slide, string path, int size)
    {
        // Sizes in microns, so that slides with oblong pixels keep their shape.
        double widthUm = slide.Width * slide.MppX, heightUm = slide.Height * slide.MppY;
        double mpp = Math.Max(Math.Max(widthUm, heightUm) / size, Math.Max(slide.MppX, slide.MppY));
        int width = Math.Max(1, (int)Math.Round(widthUm / mpp)), height = Math.Max(1, (int)Math.Round(heightUm / mpp));
        byte[] rgb = new byte[width * height * 3];
        slide.ReadAt(0, 0, mpp, width, height, rgb);

        string full = Path.GetFullPath(path);
        string temporary = Path.Combine(Path.GetDirectoryName(full)!, $".{Guid.NewGuid():N}{Suffix(path)}");
        try
        {
            using (Image image = Image.NewFromMemory(rgb, width, height, 3, Enums.BandFormat.Uchar))
            {
                image.WriteToFile(temporary);
            }

            File.Move(temporary, full, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }

        return (width, height);
    }
}
