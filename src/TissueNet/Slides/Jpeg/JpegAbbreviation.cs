using System.Buffers.Binary;

namespace TissueNet.Slides.Jpeg;

/// <summary>
/// Splits JPEG streams as TIFF stores them (TIFF Technical Note 2): the tables that all tiles share once, and per tile an abbreviated
/// stream without them.
/// </summary>
internal static class JpegAbbreviation
{
    private const int StartOfScan = 0xDA;
    private const int QuantizationTables = 0xDB;
    private const int HuffmanTables = 0xC4;

    /// <summary>The tables of a stream, as JPEGTables holds them: start, tables, end.</summary>
    public static byte[] Tables(ReadOnlySpan<byte> stream)
    {
        var tables = new List<byte> { 0xFF, 0xD8 };
        for (int position = 2; Next(stream, position, out int marker, out int length); position += length)
        {
            if (marker is QuantizationTables or HuffmanTables)
            {
                tables.AddRange(stream.Slice(position, length));
            }
        }

        tables.AddRange((ReadOnlySpan<byte>)[0xFF, 0xD9]);
        return [.. tables];
    }

    /// <summary>Whether a stream's tables are these.</summary>
    public static bool HasTables(ReadOnlySpan<byte> stream, ReadOnlySpan<byte> tables)
    {
        ReadOnlySpan<byte> rest = tables[2..^2];
        for (int position = 2; Next(stream, position, out int marker, out int length); position += length)
        {
            if (marker is QuantizationTables or HuffmanTables)
            {
                if (!rest.StartsWith(stream.Slice(position, length)))
                {
                    return false;
                }

                rest = rest[length..];
            }
        }

        return rest.IsEmpty;
    }

    /// <summary>Removes tables, application data and comments from a stream, in place.</summary>
    /// <returns>Bytes left, at the beginning of the stream's.</returns>
    public static int Strip(Span<byte> stream, bool keepTables)
    {
        int written = 2, position = 2;
        for (; Next(stream, position, out int marker, out int length); position += length)
        {
            bool isDropped = marker is (>= 0xE0 and <= 0xEF) or 0xFE || (!keepTables && marker is QuantizationTables or HuffmanTables);
            if (!isDropped)
            {
                stream.Slice(position, length).CopyTo(stream[written..]);
                written += length;
            }
        }

        stream[position..].CopyTo(stream[written..]);
        return written + stream.Length - position;
    }

    // The segments before the scan. Encoders' own streams are sound: whatever else is found here is a fault of this program.
    private static bool Next(ReadOnlySpan<byte> stream, int position, out int marker, out int length)
    {
        if (stream[position] != 0xFF)
        {
            throw new InvalidOperationException($"The encoder's stream has no marker at byte {position}.");
        }

        marker = stream[position + 1];
        length = BinaryPrimitives.ReadUInt16BigEndian(stream[(position + 2)..]) + 2;
        return marker != StartOfScan;
    }
}
