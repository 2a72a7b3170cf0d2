using TissueNet.Slides.Tiff;

namespace TissueNet.Tests.Slides;

/// <summary>A file in memory, that counts how often it is read.</summary>
internal sealed class MemoryByteSource(byte[] bytes) : IByteSource
{
    private int reads;

    public int Reads => reads;

    public bool IsDisposed { get; private set; }

    public long Length => bytes.Length;

    public void Read(Span<byte> buffer, long offset)
    {
        Interlocked.Increment(ref reads);
        if (offset < 0 || offset > bytes.Length - buffer.Length)
        {
            throw new EndOfStreamException();
        }

        bytes.AsSpan((int)offset, buffer.Length).CopyTo(buffer);
    }

    public void Dispose() => IsDisposed = true;
}
