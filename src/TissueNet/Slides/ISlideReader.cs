namespace TissueNet.Slides;

/// <summary>An open slide file. Members may be called from many threads at once, except <see cref="IDisposable.Dispose"/>.</summary>
internal interface ISlideReader : IDisposable
{
    /// <summary>What the file says about itself.</summary>
    SlideInfo Info { get; }

    /// <summary>Stored tiles decoded so far; null when this reader does not know.</summary>
    long? TilesDecoded => null;

    /// <summary>Distinct stored tiles that reads have touched so far, at each level and shrink factor; null when this reader does not know.</summary>
    long? TilesTouched => null;

    /// <summary>
    /// The shrink factors, beside 1, at which this reader decodes a level cheaper than in full: 2, 4, 8 for JPEG (DCT scaling).
    /// </summary>
    IReadOnlyList<int> Shrinks(int level);

    /// <summary>
    /// Reads a rectangle of a level, shrunk by <paramref name="shrink"/>, as RGB bytes. Outside the level, and where nothing was
    /// scanned, is the background colour.
    /// </summary>
    /// <param name="level">Level index.</param>
    /// <param name="shrink">1, or one of <see cref="Shrinks"/>.</param>
    /// <param name="x">Left edge in pixels of the shrunk level (level pixels divided by shrink); may be negative.</param>
    /// <param name="y">Top edge, likewise.</param>
    /// <param name="width">Pixels to read, 1 or more.</param>
    /// <param name="height">Pixels to read, 1 or more.</param>
    /// <param name="rgb">At least width × height × 3 bytes, rows without gaps.</param>
    /// <exception cref="SlideException">Pixels could not be read; never white pixels in place of unread ones.</exception>
    void ReadRegion(int level, int shrink, int x, int y, int width, int height, Span<byte> rgb);

    /// <summary>Whether <see cref="Prefetch"/> would do anything now: whether storage is slow, and there is memory to read ahead into.</summary>
    bool ReadsAhead => false;

    /// <summary>
    /// Says that a rectangle will be read soon, so that a reader on slow storage may fetch its stored bytes ahead. Returns at once; a
    /// hint only: it may do nothing, and it never fails. The default does nothing.
    /// </summary>
    /// <param name="level">Level index.</param>
    /// <param name="shrink">1, or one of <see cref="Shrinks"/>.</param>
    /// <param name="x">Left edge, as for <see cref="ReadRegion"/>.</param>
    /// <param name="y">Top edge, likewise.</param>
    /// <param name="width">Pixels, 1 or more.</param>
    /// <param name="height">Pixels, 1 or more.</param>
    void Prefetch(int level, int shrink, int x, int y, int width, int height)
    {
    }

    /// <summary>Reads nothing ahead from now on, and forgets what was: the slide has failed. Never fails. The default does nothing.</summary>
    void StopPrefetching()
    {
    }

    /// <summary>Reads an associated image as RGB bytes of the size that <see cref="SlideInfo.Associated"/> gives.</summary>
    /// <param name="name">One of <see cref="SlideInfo.Associated"/>.</param>
    byte[] ReadAssociated(string name);
}
