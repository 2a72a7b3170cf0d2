using TissueNet.Slides.Fetching;
using TissueNet.Stages;

namespace TissueNet.Slides;

/// <summary>A kind of slide file that can be opened.</summary>
internal interface ISlideFormat
{
    /// <summary>Name in <c>open_slide: { reader: … }</c> and in <c>doctor</c>.</summary>
    string Name { get; }

    /// <summary>Place among the formats that are asked: a lower one is asked earlier. Default 0; <c>tiff</c> 10, <c>vips</c> 100.</summary>
    int Order => 0;

    /// <summary>Whether the file looks like this kind, from its name and first bytes alone.</summary>
    /// <param name="path">The file.</param>
    /// <param name="head">Up to the first 64 KiB of it.</param>
    bool Detect(string path, ReadOnlySpan<byte> head);

    /// <summary>Opens the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="pool">Memory for decoded tiles that the reader may keep.</param>
    /// <param name="cacheBytes">The most bytes of decoded tiles to keep; as many again, up to 32 MiB, may be stored tiles that are read ahead.</param>
    /// <exception cref="SlideException">It cannot be opened; the message says what was found and expected.</exception>
    ISlideReader Open(string path, IPixelPool pool, long cacheBytes);

    /// <summary>Opens the file with a cache that slides share. A format that keeps no decoded tiles keeps this default.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cache">Keeps decoded tiles; outlives the reader.</param>
    /// <exception cref="SlideException">It cannot be opened.</exception>
    ISlideReader Open(string path, TileCache cache) => Open(path, cache.Pool, cacheBytes: 0);

    /// <summary>As above, for formats that can read stored tiles ahead; others keep this default.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cache">Keeps decoded tiles; outlives the reader.</param>
    /// <param name="ahead">Reads stored tiles ahead while storage is slow; outlives the reader.</param>
    /// <exception cref="SlideException">It cannot be opened.</exception>
    ISlideReader Open(string path, TileCache cache, ReadAhead ahead) => Open(path, cache);
}
