namespace TissueNet.Slides.Jpeg;

/// <summary>Decodes JPEG images to RGB, at full size or shrunk by 2, 4 or 8 on the way. Thread-safe.</summary>
internal interface IJpegDecoder
{
    /// <summary>Which library does it, for <c>doctor</c>.</summary>
    string Description { get; }

    /// <summary>Decodes an image.</summary>
    /// <param name="stream">A complete JPEG stream of 1 or 3 components.</param>
    /// <param name="rgb">From the first byte of the target on.</param>
    /// <param name="width">Its width, or that divided by 2, 4 or 8 and rounded up.</param>
    /// <param name="height">Its height, likewise.</param>
    /// <param name="stride">Bytes from row to row of the target.</param>
    /// <exception cref="InvalidDataException">The stream is damaged; the message says how, as a clause.</exception>
    void Decode(ReadOnlySpan<byte> stream, Span<byte> rgb, int width, int height, int stride);
}
