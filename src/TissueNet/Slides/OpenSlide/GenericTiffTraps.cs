using TissueNet.Slides.Tiff;

namespace TissueNet.Slides.OpenSlide;

/// <summary>Plain TIFFs whose pixels OpenSlide would get wrong without a word.</summary>
internal static class GenericTiffTraps
{
    /// <summary>OpenSlide's word for TIFFs of no maker in particular.</summary>
    public const string Vendor = "generic-tiff";

    private const long Separated = 5;
    private const long MaxTilePixels = 16 << 20;

    /// <summary>Refuses such a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="SlideException">It is one, or is damaged.</exception>
    public static void Refuse(string path)
    {
        using var source = new FileByteSource(path);
        TiffFile file = TiffFile.Read(path, source);
        foreach (TiffDirectory directory in file.Directories)
        {
            TiffImage image = TiffImage.Read(file, directory);

            // OpenSlide decodes whole tiles, with four bytes for each pixel.
            if (image.IsTiled && (long)image.TileWidth * image.TileHeight > MaxTilePixels)
            {
                throw Refusal(path, $"its stored tiles of {image.TileWidth} x {image.TileHeight} px are more than can be decoded at once");
            }

            // OpenSlide has libtiff convert a whole tile, and libtiff 4.5 takes the image's width for the tile's: rows run into each other.
            // It decodes JPEG by itself, but not grey.
            bool isDecodedByOpenSlide = TiffCompression.Name(image.Compression) is "jpeg" or "jpeg2000" && image.Samples == 3;
            if (image.IsTiled && image.Width < image.TileWidth && !isDecodedByOpenSlide)
            {
                throw Refusal(path, $"its level of {image.Width} px is narrower than a stored tile of {image.TileWidth} px, which it may scramble");
            }

            if (image.Photometric == Separated)
            {
                throw Refusal(path, "its colours are amounts of ink (CMYK), which it turns into RGB without looking at what inks they are");
            }

            if (directory.Integer(TiffTag.Orientation, 1) is not (0 or 1))
            {
                throw Refusal(path, "it is turned or mirrored, which OpenSlide ignores");
            }
        }
    }

    private static SlideException Refusal(string path, string reason) =>
        new(path, $"'{Path.GetFileName(path)}' is not read by OpenSlide: {reason}.", "Leave the choice of the reader to TissueNet, or convert the slide to a pyramidal TIFF with JPEG tiles.") { IsUnsupported = true };
}
