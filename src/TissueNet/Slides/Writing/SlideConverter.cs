using TissueNet.Slides.Jpeg;
using TissueNet.Stages;

namespace TissueNet.Slides.Writing;

/// <summary>Converts slides, each within its bound of memory.</summary>
/// <param name="options">How.</param>
/// <param name="jpeg">Encodes tiles.</param>
/// <param name="time">Decides when checkpoints are due.</param>
internal sealed class SlideConverter(ConversionOptions options, IJpegEncoder jpeg, TimeProvider time)
{
    // More decoded tiles than these are not worth keeping for tiles that are visited block by block.
    private const long MaxCacheBytes = 256L << 20;

    // As many as halvings of the widest slide that TIFF readers take.
    private const int MaxLevels = 16;

    /// <summary>Name of the file that a slide becomes.</summary>
    /// <param name="name">The slide's name.</param>
    public string FileName(string name) => name + (options.Kind == ConversionKind.DeepZoom ? ".dzi" : ".tif");

    /// <summary>Converts a slide. The result appears whole or not at all; what an earlier process has left of it is used.</summary>
    /// <param name="path">The slide.</param>
    /// <param name="target">The file to make.</param>
    /// <param name="progress">Told of how far it is.</param>
    /// <param name="cancellation">Stops at the next tile; what is done is kept for the next time.</param>
    /// <exception cref="StageException">The slide cannot be read, or the result not be written.</exception>
    public async Task<ConversionResult> ConvertAsync(
        string path, string target, ConversionProgress progress, CancellationToken cancellation)
    {
        long peak = PeakBytes();
        if (peak > options.MemoryBytes)
        {
            throw new StageException(
                $"With {options.Threads} threads, {(peak >> 20) + 1} MiB of memory are needed per slide, but there are {options.MemoryBytes >> 20} MiB.",
                "Raise --memory, or use a smaller --tile or --parallel.");
        }

        using var pool = new PixelPool(options.MemoryBytes);
        using var cache = new TileCache(pool, Math.Min(MaxCacheBytes, options.MemoryBytes - peak));
        using ISlideReader reader = SlideFormats.Open(path, cache);
        SlideInfo info = reader.Info;
        (double X, double Y)? mpp = info.MppX is { } x ? (x, info.MppY ?? x)
            : options.MissingMpp is { } given ? (given, given) : null;
        string text = ConversionSource.Describe(path, info, mpp, options);
        if (ExistingConversion.Find(target, text, options) is { } bytes)
        {
            return new ConversionResult(target, bytes, info.Levels[0].Width, info.Levels[0].Height, 0, mpp is not null, WasThere: true);
        }

        try
        {
            var description = new TiffPageDescription(mpp?.X, mpp?.Y, text, ConversionSource.Software, info.IccProfile);
            var context = new ConversionContext(path, target, reader, description, options, jpeg, pool, progress, time);
            return await (options.Kind == ConversionKind.DeepZoom
                ? new DeepZoomConversion(context).RunAsync(cancellation)
                : new TiffConversion(context).RunAsync(cancellation));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StageException(
                $"'{target}' could not be written: {exception.Message}", "Wait if another conversion is writing it; else free disk space, or choose another folder.", exception);
        }
    }

    private long PeakBytes() => options.Kind == ConversionKind.DeepZoom
        ? options.Threads * DeepZoomPass.BytesPerThread(JpegBytes(DeepZoomPass.LargestTile))
        : LevelBuilder.PeakBytes(options.Threads, MaxLevels, options.TileSize, JpegBytes(options.TileSize));

    private int JpegBytes(int side) => jpeg.MaxBytes(side, side, options.IsSubsampled);
}
