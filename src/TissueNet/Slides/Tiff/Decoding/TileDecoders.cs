using TissueNet.Slides.Jpeg;

namespace TissueNet.Slides.Tiff.Decoding;

/// <summary>Chooses what decodes an image's tiles.</summary>
internal static class TileDecoders
{
    private const int MaxTableBytes = 64 << 10;

    /// <summary>Makes the decoder of an image that has no obstacle.</summary>
    /// <param name="file">The file.</param>
    /// <param name="image">How the tiles are stored.</param>
    /// <param name="jpeg">Decodes JPEG.</param>
    /// <exception cref="SlideException">Tables that all tiles share are damaged.</exception>
    public static ITileDecoder Create(TiffFile file, TiffImage image, IJpegDecoder jpeg)
    {
        ITileDecoder decoder = image.IsPlanar
            ? new PlanarTileDecoder(image, One(file, image.Plane(), jpeg))
            : One(file, image, jpeg);
        return new BlankTileDecoder(image, decoder);
    }

    private static ITileDecoder One(TiffFile file, TiffImage image, IJpegDecoder jpeg)
    {
        if (TiffCompression.IsWebP(image.Compression))
        {
            return new WebPTileDecoder(image);
        }

        if (image.Compression != TiffCompression.Jpeg)
        {
            return new PlainTileDecoder(image);
        }

        try
        {
            return new JpegTileDecoder(image, image.Directory.Bytes(TiffTag.JpegTables, MaxTableBytes), jpeg);
        }
        catch (InvalidDataException exception)
        {
            throw file.Corrupt($"in the tables of directory {image.Directory.Index}, {exception.Message}");
        }
    }
}
