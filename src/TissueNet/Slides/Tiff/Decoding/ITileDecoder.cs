namespace TissueNet.Slides.Tiff.Decoding;

/// <summary>Turns stored bytes of one image's tiles into RGB. Thread-safe.</summary>
internal interface ITileDecoder
{
    /// <summary>Factors, beside 1, by which it can shrink while decoding.</summary>
    IReadOnlyList<int> Shrinks { get; }

    /// <summary>Tiles that needed no decoding so far, since an equal one was known.</summary>
    long Skipped => 0;

    /// <summary>Decodes a tile.</summary>
    /// <param name="stored">The bytes in the file.</param>
    /// <param name="rows">Rows that the tile has, before shrinking: fewer than usual in the last strip of an image.</param>
    /// <param name="shrink">1 or one of <see cref="Shrinks"/>.</param>
    /// <param name="rgb">From the first byte of the target on.</param>
    /// <param name="stride">Bytes from row to row of the target.</param>
    /// <exception cref="InvalidDataException">They cannot be decoded; the message says why, as a clause.</exception>
    void Decode(ReadOnlySpan<byte> stored, int rows, int shrink, Span<byte> rgb, int stride);
}
