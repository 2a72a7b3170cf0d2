using System.Buffers;

namespace TissueNet.Slides.Fetching;

/// <summary>A stored tile's bytes, read ahead or just now. Dispose it after decoding.</summary>
internal readonly ref struct StoredBytes : IDisposable
{
    private readonly FetchBlock? block;
    private readonly byte[]? rented;

    /// <summary>Bytes of a block, of which the caller holds a reference.</summary>
    public StoredBytes(FetchBlock block, long offset, int length)
    {
        this.block = block;
        Span = block.Slice(offset, length);
    }

    /// <summary>Bytes of an array of the shared pool.</summary>
    public StoredBytes(byte[] rented, int length)
    {
        this.rented = rented;
        Span = rented.AsSpan(0, length);
    }

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Span { get; }

    public void Dispose()
    {
        block?.Release();
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
