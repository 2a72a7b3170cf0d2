namespace TissueNet.Slides.Tiff;

/// <summary>Bytes at positions: a file, or a test's slow or damaged imitation of one. Reading is thread-safe.</summary>
internal interface IByteSource : IDisposable
{
    /// <summary>Bytes in all.</summary>
    long Length { get; }

    /// <summary>Fills the buffer from a position.</summary>
    /// <param name="buffer">Receives the bytes.</param>
    /// <param name="offset">Position of the first byte.</param>
    /// <exception cref="EndOfStreamException">There are fewer bytes.</exception>
    void Read(Span<byte> buffer, long offset);
}
