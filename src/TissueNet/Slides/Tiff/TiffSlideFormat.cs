using TissueNet.Slides.Fetching;
using TissueNet.Slides.Jpeg;
using TissueNet.Stages;

namespace TissueNet.Slides.Tiff;

/// <summary>
/// Tiled TIFF: pyramidal TIF, Aperio SVS, OME-TIFF; JPEG, WebP, Zstandard, deflate, LZW, PackBits or uncompressed.
/// </summary>
/// <param name="jpeg">What decodes JPEG tiles.</param>
/// <param name="openFile">Opens a file.</param>
internal sealed class TiffSlideFormat(IJpegDecoder jpeg, Func<string, IByteSource> openFile) : ISlideFormat
{
    public TiffSlideFormat()
        : this(JpegDecoders.Default)
    {
    }

    public TiffSlideFormat(IJpegDecoder jpeg)
        : this(jpeg, path => new FileByteSource(path))
    {
    }

    /// <inheritdoc/>
    public string Name => "tiff";

    /// <inheritdoc/>
    public int Order => 10;

    /// <inheritdoc/>
    public bool Detect(string path, ReadOnlySpan<byte> head) => TiffFile.HasSignature(head);

    /// <inheritdoc/>
    public ISlideReader Open(string path, IPixelPool pool, long cacheBytes) =>
        Open(path, openFile(path), new TileCache(pool, cacheBytes), ownsCache: true);

    /// <inheritdoc/>
    public ISlideReader Open(string path, TileCache cache) => Open(path, openFile(path), cache, ownsCache: false);

    /// <inheritdoc/>
    public ISlideReader Open(string path, TileCache cache, ReadAhead ahead) => Open(path, openFile(path), cache, ownsCache: false, ahead);

    /// <summary>Opens a file from any source.</summary>
    /// <param name="path">For messages.</param>
    /// <param name="source">The file; the reader disposes it.</param>
    /// <param name="cache">Keeps decoded tiles.</param>
    /// <param name="ownsCache">Whether the reader disposes the cache.</param>
    /// <param name="ahead">Reads stored tiles ahead; null for the reader's own, of as many bytes as the cache, but 32 MiB at most.</param>
    internal TiffSlideReader Open(string path, IByteSource source, TileCache cache, bool ownsCache, ReadAhead? ahead = null)
    {
        var fetcher = new SourceFetcher(
            source, ahead ?? new ReadAhead(cache.Pool, Math.Min(ReadAhead.DefaultBytes, cache.Capacity)), ownsAhead: ahead is null);
        try
        {
            using var header = new HeaderSource(fetcher.Source);
            TiffFile file = TiffFile.Read(path, header);
            TiffMakers.RefuseOthers(file);
            TiffPyramid pyramid = TiffPyramid.Find(file);
            foreach ((TiffImage image, _) in pyramid.Levels)
            {
                if (image.Obstacle is { } obstacle)
                {
                    throw obstacle.Refusal(path, image);
                }
            }

            SlideInfo info = TiffProperties.Describe(pyramid);
            TiffLevel[] levels = [.. pyramid.Levels.Select((l, i) => TiffLevel.Open(file, l.Image, i, jpeg))];
            var associated = new SortedDictionary<string, TiffLevel>(StringComparer.Ordinal);
            foreach (string name in info.Associated.Keys)
            {
                associated[name] = TiffLevel.Open(file, pyramid.Associated[name], -1 - associated.Count, jpeg);
            }

            return new TiffSlideReader(file, info, levels, associated, cache, ownsCache, fetcher);
        }
        catch
        {
            fetcher.Dispose();
            if (ownsCache)
            {
                cache.Dispose();
            }

            throw;
        }
    }
}
