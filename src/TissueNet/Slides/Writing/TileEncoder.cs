using System.Collections.Concurrent;
using TissueNet.Slides.Jpeg;

namespace TissueNet.Slides.Writing;

/// <summary>Encodes tiles as abbreviated JPEG streams that share one set of tables. Thread-safe.</summary>
internal sealed class TileEncoder
{
    // Slides have one background, rarely a few; more colours than these are not worth remembering.
    private const int MaxColors = 64;

    private readonly IJpegEncoder jpeg;
    private readonly int quality;
    private readonly bool isSubsampled;
    private readonly int side;
    private readonly ConcurrentDictionary<int, byte[]> uniform = [];

    public TileEncoder(IJpegEncoder jpeg, int side, int quality, bool isSubsampled)
    {
        this.jpeg = jpeg;
        this.side = side;
        this.quality = quality;
        this.isSubsampled = isSubsampled;
        ScratchBytes = jpeg.MaxBytes(side, side, isSubsampled);

        // Encoders that are not asked to optimise use the same tables for every image of one quality.
        byte[] stream = new byte[jpeg.MaxBytes(16, 16, isSubsampled)];
        int length = jpeg.Encode(new byte[16 * 16 * 3], 16, 16, quality, isSubsampled, stream);
        Tables = JpegAbbreviation.Tables(stream.AsSpan(0, length));
    }

    /// <summary>JPEGTables.</summary>
    public byte[] Tables { get; }

    /// <summary>Bytes of scratch that <see cref="Encode"/> wants.</summary>
    public int ScratchBytes { get; }

    public string Description => jpeg.Description;

    /// <summary>Encodes a whole tile.</summary>
    /// <param name="rgb">Its pixels, rows without gaps.</param>
    /// <param name="scratch">At least <see cref="ScratchBytes"/>.</param>
    public EncodedTile Encode(ReadOnlySpan<byte> rgb, Span<byte> scratch)
    {
        rgb = rgb[..(side * side * 3)];
        int color = (rgb[0] << 16) | (rgb[1] << 8) | rgb[2];
        bool isUniform = rgb[3..].SequenceEqual(rgb[..^3]);
        if (isUniform && uniform.TryGetValue(color, out byte[]? known))
        {
            return EncodedTile.Uniform(known, color);
        }

        int length = jpeg.Encode(rgb, side, side, quality, isSubsampled, scratch);
        Span<byte> stream = scratch[..length];
        stream = stream[..JpegAbbreviation.Strip(stream, keepTables: !JpegAbbreviation.HasTables(stream, Tables))];
        if (!isUniform)
        {
            return EncodedTile.Copy(stream);
        }

        byte[] own = stream.ToArray();
        if (uniform.Count < MaxColors)
        {
            uniform.TryAdd(color, own);
        }

        return EncodedTile.Uniform(own, color);
    }
}
