using System.Buffers;

namespace TissueNet.Slides.Writing;

/// <summary>A tile ready to be stored.</summary>
internal readonly struct EncodedTile
{
    private readonly byte[] bytes;
    private readonly int length;
    private readonly bool isRented;

    private EncodedTile(byte[] bytes, int length, int? color, bool isRented)
    {
        this.bytes = bytes;
        this.length = length;
        this.isRented = isRented;
        Color = color;
    }

    /// <summary>The colour of a tile that has only one, 0xRRGGBB: all such tiles may share their bytes. Null for others.</summary>
    public int? Color { get; }

    public ReadOnlySpan<byte> Bytes => bytes.AsSpan(0, length);

    /// <summary>Keeps a copy of bytes until <see cref="Release"/>.</summary>
    public static EncodedTile Copy(ReadOnlySpan<byte> bytes)
    {
        byte[] copy = ArrayPool<byte>.Shared.Rent(bytes.Length);
        bytes.CopyTo(copy);
        return new EncodedTile(copy, bytes.Length, null, isRented: true);
    }

    /// <summary>A tile of one colour, of which the bytes are kept by others.</summary>
    public static EncodedTile Uniform(byte[] bytes, int color) => new(bytes, bytes.Length, color, isRented: false);

    /// <summary>Gives the memory back, once.</summary>
    public void Release()
    {
        if (isRented)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
