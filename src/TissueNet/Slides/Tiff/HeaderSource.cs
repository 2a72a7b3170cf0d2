using System.Buffers;

namespace TissueNet.Slides.Tiff;

/// <summary>
/// A file while its structure is parsed: what is small is read in blocks, which are kept meanwhile, since directories and their values lie
/// side by side and each read may cost a journey over the network. Not thread-safe; after disposal reads go straight to the file.
/// </summary>
/// <param name="file">The file; not disposed.</param>
internal sealed class HeaderSource(IByteSource file) : IByteSource
{
    /// <summary>Bytes of a block.</summary>
    public const int BlockBytes = 64 << 10;

    // A damaged file may point anywhere: what it makes us keep is bounded.
    private const int MaxBlocks = 32;
    private readonly Dictionary<long, byte[]> blocks = [];
    private bool disposed;

    /// <inheritdoc/>
    public long Length => file.Length;

    /// <inheritdoc/>
    public void Read(Span<byte> buffer, long offset)
    {
        if (disposed || buffer.Length > BlockBytes || offset < 0 || offset > Length - buffer.Length)
        {
            file.Read(buffer, offset);
            return;
        }

        while (buffer.Length > 0)
        {
            long start = offset / BlockBytes * BlockBytes;
            int from = (int)(offset - start), count = Math.Min(buffer.Length, BlockBytes - from);
            if (Block(start) is { } block)
            {
                block.AsSpan(from, count).CopyTo(buffer);
            }
            else
            {
                file.Read(buffer[..count], offset);
            }

            buffer = buffer[count..];
            offset += count;
        }
    }

    /// <summary>Gives the blocks back.</summary>
    public void Dispose()
    {
        disposed = true;
        Clear();
    }

    // Null when the block cannot be read: what is wanted of it may lie before the damage.
    private byte[]? Block(long start)
    {
        if (blocks.TryGetValue(start, out byte[]? block))
        {
            return block;
        }

        if (blocks.Count >= MaxBlocks)
        {
            Clear();
        }

        block = ArrayPool<byte>.Shared.Rent(BlockBytes);
        try
        {
            file.Read(block.AsSpan(0, (int)Math.Min(BlockBytes, Length - start)), start);
        }
        catch (IOException)
        {
            ArrayPool<byte>.Shared.Return(block);
            return null;
        }

        blocks.Add(start, block);
        return block;
    }

    private void Clear()
    {
        foreach (byte[] block in blocks.Values)
        {
            ArrayPool<byte>.Shared.Return(block);
        }

        blocks.Clear();
    }
}
