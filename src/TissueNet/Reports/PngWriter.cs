using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace TissueNet.Reports;

/// <summary>
/// Writes a PNG row by row (ISO/IEC 15948), so that an image of any height needs the memory of two rows. The bytes depend on the
/// pixels alone. libvips would want the whole image in memory: 200 MB for a heatmap of 8192 px, 88 MB for the mask of an 80-gigapixel slide.
/// </summary>
internal sealed class PngWriter : IDisposable
{
    private const int PaethFilter = 4;

    private readonly Stream stream;
    private readonly MemoryStream compressed = new();
    private readonly ZLibStream zlib;
    private readonly int pixelBytes;
    private readonly int height;
    private byte[] previous;
    private byte[] current;
    private int rows;

    /// <summary>Starts an image.</summary>
    /// <param name="stream">Where to; stays open.</param>
    /// <param name="width">Pixels across.</param>
    /// <param name="height">Pixels down.</param>
    /// <param name="rgb">True for 3 bytes per pixel; false for one bit per pixel, 1 being white, first pixel in the highest bit.</param>
    public PngWriter(Stream stream, int width, int height, bool rgb)
    {
        this.stream = stream;
        this.height = height;
        pixelBytes = rgb ? 3 : 0;
        previous = new byte[rgb ? width * 3 : (width + 7) / 8];
        current = new byte[previous.Length];
        zlib = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true);
        stream.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = (byte)(rgb ? 8 : 1);
        header[9] = (byte)(rgb ? 2 : 0);
        Chunk("IHDR", header);
    }

    /// <summary>Adds text that viewers of metadata show.</summary>
    /// <param name="keyword">Latin-1, 1–79 characters.</param>
    /// <param name="text">Latin-1.</param>
    public void Text(string keyword, string text) => Chunk("tEXt", Encoding.Latin1.GetBytes(keyword + '\0' + text));

    /// <summary>Writes the next row.</summary>
    /// <param name="row">Its bytes.</param>
    public void Row(ReadOnlySpan<byte> row)
    {
        rows++;
        if (pixelBytes == 0)
        {
            zlib.WriteByte(0);
            zlib.Write(row);
        }
        else
        {
            WritePaeth(row);
        }

        if (compressed.Length > 1 << 16)
        {
            Drain();
        }
    }

    /// <summary>Ends the image. Without this call it is not a PNG.</summary>
    /// <exception cref="InvalidOperationException">Rows are missing.</exception>
    public void End()
    {
        if (rows != height)
        {
            throw new InvalidOperationException($"The image has {rows} rows of {height}.");
        }

        zlib.Dispose();
        Drain();
        Chunk("IEND", []);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        zlib.Dispose();
        compressed.Dispose();
    }

    private void WritePaeth(ReadOnlySpan<byte> row)
    {
        for (int i = 0; i < row.Length; i++)
        {
            int left = i < pixelBytes ? 0 : row[i - pixelBytes], up = previous[i], corner = i < pixelBytes ? 0 : previous[i - pixelBytes];
            int toLeft = Math.Abs(up - corner), toUp = Math.Abs(left - corner), toCorner = Math.Abs(left + up - (2 * corner));
            int predicted = toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
            current[i] = (byte)(row[i] - predicted);
        }

        zlib.WriteByte(PaethFilter);
        zlib.Write(current);
        row.CopyTo(previous);
    }

    private void Drain()
    {
        Chunk("IDAT", compressed.GetBuffer().AsSpan(0, (int)compressed.Length));
        compressed.SetLength(0);
    }

    private void Chunk(string type, ReadOnlySpan<byte> data)
    {
        Span<byte> word = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(word, data.Length);
        stream.Write(word);
        Encoding.ASCII.GetBytes(type, word);
        stream.Write(word);
        stream.Write(data);
        var crc = new Crc32();
        crc.Append(word);
        crc.Append(data);
        BinaryPrimitives.WriteUInt32BigEndian(word, crc.GetCurrentHashAsUInt32());
        stream.Write(word);
    }
}
