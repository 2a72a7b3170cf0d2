using TissueNet.Slides.Jpeg;
using TissueNet.Slides.Tiff.Decoding;

namespace TissueNet.Slides.Tiff;

/// <summary>A readable image of the file, as a level or an associated image: its geometry, its table of tiles, its decoder.</summary>
/// <param name="Number">Index of the level; associated images have numbers of their own, below 0.</param>
/// <param name="Image">How it is stored.</param>
/// <param name="Tiles">Where its tiles are.</param>
/// <param name="Decoder">Decodes them.</param>
internal sealed record TiffLevel(int Number, TiffImage Image, TiffTiles Tiles, ITileDecoder Decoder)
{
    /// <summary>Prepares an image for reading.</summary>
    /// <exception cref="SlideException">Its tables are damaged.</exception>
    public static TiffLevel Open(TiffFile file, TiffImage image, int number, IJpegDecoder jpeg) =>
        new(number, image, TiffTiles.Read(file, image), TileDecoders.Create(file, image, jpeg));

    /// <summary>Size of what this level is when shrunk, in pixels.</summary>
    public (int Width, int Height) Size(int shrink) => ((Image.Width + shrink - 1) / shrink, (Image.Height + shrink - 1) / shrink);

    /// <summary>Size of a tile when shrunk.</summary>
    public (int Width, int Height) TileSize(int shrink) =>
        ((Image.TileWidth + shrink - 1) / shrink, (Image.TileHeight + shrink - 1) / shrink);

    /// <summary>Pixels of a tile that lie in the image, when shrunk.</summary>
    public long Pixels(int tile, int shrink)
    {
        (int width, int height) = Size(shrink);
        (int tileWidth, int tileHeight) = TileSize(shrink);
        (int row, int column) = Math.DivRem(tile, Image.Across);
        return (long)Math.Min(tileWidth, width - (column * tileWidth)) * Math.Min(tileHeight, height - (row * tileHeight));
    }

    /// <summary>Rows that a tile stores, before shrinking: strips end with the image, tiles do not.</summary>
    public int Rows(int tile) => Image.IsTiled
        ? Image.TileHeight
        : Math.Min(Image.TileHeight, Image.Height - (tile / Image.Across * Image.TileHeight));
}
