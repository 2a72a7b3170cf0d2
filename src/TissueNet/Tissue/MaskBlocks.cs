using TissueNet.Slides;
using TissueNet.Slides.Resampling;

namespace TissueNet.Tissue;

/// <summary>In which blocks a mask's pixels are read.</summary>
/// <param name="Width">Pixels; those of the mask, or a multiple of 64.</param>
/// <param name="Height">Pixels.</param>
/// <remarks>
/// Where stored pixels are taken as they are, a block is a stored tile: each is decoded once, straight into the block, and is still in
/// the processor's cache when it is measured. Elsewhere a block is a band as wide as the mask, since the sampler cuts its own.
/// </remarks>
internal readonly record struct MaskBlocks(int Width, int Height)
{
    // The height of most slides' tiles: each stored tile is then needed by one or two bands.
    private const int BandRows = 512;
    private const int MostBytes = 16 << 20;
    private const int LeastRows = 64;
    private const int MostAnnounced = 64;

    /// <summary>Bytes of a block's RGB pixels.</summary>
    public int Bytes => Width * Height * 3;

    /// <summary>How many blocks to announce before they are read: on slow storage they are then on their way together.</summary>
    public int LookAhead => Math.Clamp((2 * MostBytes) / Bytes, 2, MostAnnounced);

    /// <summary>How many blocks a mask has.</summary>
    public int Count(MaskGeometry geometry) => Across(geometry) * ((geometry.Height + Height - 1) / Height);

    /// <summary>A block's place, row by row.</summary>
    public (int Left, int Top, int Width, int Height) At(int index, MaskGeometry geometry)
    {
        int across = Across(geometry), left = index % across * Width, top = index / across * Height;
        return (left, top, Math.Min(Width, geometry.Width - left), Math.Min(Height, geometry.Height - top));
    }

    /// <summary>Chooses the blocks.</summary>
    /// <param name="slide">The slide.</param>
    /// <param name="geometry">The mask.</param>
    public static MaskBlocks For(Slide slide, MaskGeometry geometry)
    {
        SampleSource source = SampleSource.Choose(slide.Reader, geometry.Mpp / Math.Max(slide.MppX, slide.MppY));
        int width = source.Level.TileWidth / source.Shrink, height = source.Level.TileHeight / source.Shrink;
        bool isCopied = slide.MppX == slide.MppY && source.Scale * slide.MppX == geometry.Mpp;

        // Rows of a bitmap are words of 64 pixels, and two blocks must not share one.
        return isCopied && width % 64 == 0 && width < geometry.Width && height >= LeastRows && (long)width * height * 3 <= MostBytes
            ? new MaskBlocks(width, Math.Min(height, geometry.Height))
            : new MaskBlocks(geometry.Width, Math.Clamp(MostBytes / (geometry.Width * 3), 1, Math.Min(BandRows, geometry.Height)));
    }

    private int Across(MaskGeometry geometry) => (geometry.Width + Width - 1) / Width;
}
