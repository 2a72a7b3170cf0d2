using NetVips;
using TissueNet.Slides.Tiff;

namespace TissueNet.Slides.Vips;

/// <summary>Refuses images that libvips could only read by taking memory out of proportion, before it decodes any.</summary>
internal static class VipsGuard
{
    private const long MaxUntiledPixels = 400_000_000;
    private const long MaxUntiledBytes = 2L << 30;
    private const long MaxTileRowBytes = 192L << 20;
    private const long FreeBytes = 64L << 20;
    private const long MaxExpansion = 2000;

    /// <summary>Checks an image whose header libvips has read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="image">The image.</param>
    /// <param name="tiff">How it is stored, if the file is a TIFF.</param>
    /// <exception cref="SlideException">It would take too much.</exception>
    public static void Check(string path, Image image, TiffImage? tiff)
    {
        long bytes = VipsLevel.DecodedBytes(image);
        string name = Path.GetFileName(path);
        if (tiff is { IsTiled: true })
        {
            // libvips keeps two rows of tiles.
            long row = 2L * tiff.Across * tiff.TileWidth * tiff.TileHeight * (bytes / Math.Max(1, (long)image.Width * image.Height));
            if (row > MaxTileRowBytes)
            {
                throw TooMuch(path, $"Reading a row of tiles of '{name}', {tiff.TileWidth} x {tiff.TileHeight} px each, takes {row:N0} bytes");
            }

            return;
        }

        if ((long)image.Width * image.Height > MaxUntiledPixels || bytes > MaxUntiledBytes)
        {
            throw TooMuch(
                path, $"'{name}' has {image.Width} x {image.Height} px and is not tiled, so that it would have to be decoded as a whole");
        }

        long length = new FileInfo(path).Length;
        if (bytes > FreeBytes && bytes / MaxExpansion > length)
        {
            throw TooMuch(path, $"'{name}' claims {image.Width} x {image.Height} px in {length:N0} bytes, which no image holds");
        }
    }

    private static SlideException TooMuch(string path, string message) =>
        new(path, message + ".", "Convert it to a pyramidal TIFF, for example with 'vips tiffsave --tile --pyramid --compression jpeg'.");
}
