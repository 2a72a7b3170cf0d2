using System.Buffers;

namespace TissueNet.Stages;

/// <summary>A piece of native memory (64-byte aligned, never moved) on loan from a <see cref="PixelPool"/>. Dispose it once.</summary>
public sealed unsafe class PixelLease : MemoryManager<byte>
{
    private readonly PixelPool pool;
    private readonly bool isHeld;
    private nint address;

    internal PixelLease(PixelPool pool, int length, int blockBytes, nint block, bool isHeld)
    {
        this.pool = pool;
        this.isHeld = isHeld;
        Length = length;
        BlockBytes = blockBytes;
        address = block;
    }

    /// <summary>Bytes leased.</summary>
    public int Length { get; }

    /// <summary>Address of the first byte; valid until the lease is disposed.</summary>
    public nint Address => Checked();

    /// <summary>Bytes of the block behind it, which is what counts against the budget.</summary>
    internal int BlockBytes { get; }

    /// <inheritdoc/>
    public override Span<byte> GetSpan() => new((void*)Checked(), Length);

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0) => new((void*)(Checked() + elementIndex));

    /// <inheritdoc/>
    public override void Unpin()
    {
    }

    /// <summary>Returns the memory.</summary>
    /// <exception cref="ObjectDisposedException">It was returned before.</exception>
    public void Dispose() => ((IDisposable)this).Dispose();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        nint block = Interlocked.Exchange(ref address, 0);
        ObjectDisposedException.ThrowIf(block == 0, this);
        pool.Return(block, BlockBytes, isHeld);
    }

    private nint Checked()
    {
        nint block = address;
        ObjectDisposedException.ThrowIf(block == 0, this);
        return block;
    }
}
