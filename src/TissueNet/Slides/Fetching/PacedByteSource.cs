using System.Diagnostics;
using TissueNet.Slides.Tiff;

namespace TissueNet.Slides.Fetching;

/// <summary>A source whose reads are timed.</summary>
/// <param name="inner">The source; disposed with this.</param>
/// <param name="pace">Is told of each read.</param>
internal sealed class PacedByteSource(IByteSource inner, ReadPace pace) : IByteSource
{
    /// <inheritdoc/>
    public long Length => inner.Length;

    /// <inheritdoc/>
    public void Read(Span<byte> buffer, long offset)
    {
        long begun = Stopwatch.GetTimestamp();
        inner.Read(buffer, offset);
        pace.Note(begun);
    }

    /// <inheritdoc/>
    public void Dispose() => inner.Dispose();
}
