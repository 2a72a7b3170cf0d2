using System.Buffers.Binary;

namespace TissueNet.Slides.Jpeg;

/// <summary>
/// Makes complete JPEG streams of a TIFF file's tables and abbreviated streams (TIFF Technical Note 2). In TIFF the photometric tag
/// decides about colours, so application markers are dropped and one Adobe marker is put first that says the same.
/// </summary>
internal static class JpegStream
{
    /// <summary>Bytes that <see cref="Append"/> may add to a tile's own.</summary>
    public const int Slack = 2;

    private const byte StartOfImage = 0xD8;
    private const byte EndOfImage = 0xD9;
    private const byte StartOfScan = 0xDA;

    // Real progressive images have about ten. Each scan of a few bytes costs a pass over all pixels, so that a small stream of many would
    // keep a decoder busy for minutes.
    private const int MaxScans = 100;

    /// <summary>The beginning of every tile's stream: start, colour model, tables.</summary>
    /// <param name="tables">JPEGTables; may be empty.</param>
    /// <param name="isRgb">Whether the three components are red, green and blue; else they are YCbCr.</param>
    /// <exception cref="InvalidDataException">The tables are damaged.</exception>
    public static byte[] Prefix(ReadOnlySpan<byte> tables, bool isRgb)
    {
        byte[] prefix = new byte[18 + tables.Length];
        ReadOnlySpan<byte> start =
            [0xFF, StartOfImage, 0xFF, 0xEE, 0, 14, (byte)'A', (byte)'d', (byte)'o', (byte)'b', (byte)'e', 0, 100, 0, 0, 0, 0, 0];
        start.CopyTo(prefix);
        prefix[17] = isRgb ? (byte)0 : (byte)1;
        int length = 18;
        if (tables.Length > 0)
        {
            length += CopySegments(tables, prefix.AsSpan(18), out _, out _);
        }

        return prefix[..length];
    }

    /// <summary>Appends a tile's stream to the prefix.</summary>
    /// <param name="tile">The tile's stored bytes.</param>
    /// <param name="target">Where to; at least <see cref="Slack"/> bytes longer than the tile.</param>
    /// <param name="frame">What the stream says about its image.</param>
    /// <returns>Bytes appended.</returns>
    /// <exception cref="InvalidDataException">The stream has no image.</exception>
    public static int Append(ReadOnlySpan<byte> tile, Span<byte> target, out JpegFrame frame)
    {
        int length = CopySegments(tile, target, out int scan, out JpegFrame? found);
        frame = found ?? throw new InvalidDataException("its JPEG data has no image in it");
        ReadOnlySpan<byte> rest = scan < tile.Length ? tile[scan..] : throw new InvalidDataException("its JPEG data has no scan in it");
        CheckScans(rest, frame);
        rest.CopyTo(target[length..]);
        length += rest.Length;

        // Some writers leave the end marker out. A stream cut short is noticed all the same: its scan ends too early.
        target[length] = 0xFF;
        target[length + 1] = EndOfImage;
        return length + 2;
    }

    // Copies the segments before the first scan, without start and end marker, application data and comments.
    private static int CopySegments(ReadOnlySpan<byte> source, Span<byte> target, out int scan, out JpegFrame? frame)
    {
        if (source.Length < 4 || source[0] != 0xFF || source[1] != StartOfImage)
        {
            throw new InvalidDataException("its JPEG data does not begin as JPEG");
        }

        frame = null;
        scan = source.Length;
        int position = 2, written = 0;
        while (position + 2 <= source.Length)
        {
            if (source[position] != 0xFF)
            {
                throw new InvalidDataException($"its JPEG data has no marker at byte {position}, where one is due");
            }

            byte marker = source[position + 1];
            if (marker == 0xFF)
            {
                position++; // fill byte
                continue;
            }

            // These have no length: taken for a segment they would hide from us what a decoder sees in it.
            if (marker is 0 or 1 or (>= 0xD0 and <= StartOfImage))
            {
                throw new InvalidDataException($"its JPEG data has marker {marker:X2} at byte {position}, where none is due");
            }

            if (marker is EndOfImage or StartOfScan)
            {
                scan = marker == StartOfScan ? position : source.Length;
                return written;
            }

            int length = position + 4 <= source.Length ? BinaryPrimitives.ReadUInt16BigEndian(source[(position + 2)..]) + 2 : 0;
            if (length < 4 || length > source.Length - position)
            {
                throw new InvalidDataException($"its JPEG data ends within the segment at byte {position}");
            }

            ReadOnlySpan<byte> segment = source.Slice(position, length);
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                frame = frame is null ? Frame(segment) : throw new InvalidDataException("its JPEG data has two frames");
            }

            if (marker is not (>= 0xE0 and <= 0xEF or 0xFE))
            {
                segment.CopyTo(target[written..]);
                written += length;
            }

            position += length;
        }

        return written;
    }

    private static JpegFrame Frame(ReadOnlySpan<byte> segment)
    {
        if (segment.Length < 10)
        {
            throw new InvalidDataException("its JPEG frame is too short");
        }

        // The rest (lossless, hierarchical, arithmetic) no slide has; what no slide needs is not let near a native decoder.
        int process = segment[1] & 15, precision = segment[4];
        if (process > 2 || precision != 8)
        {
            throw new InvalidDataException(
                $"its JPEG image is coded by process {process} with {precision} bits per sample, expected 0 to 2 (baseline to progressive) with 8");
        }

        return new JpegFrame(
            BinaryPrimitives.ReadUInt16BigEndian(segment[7..]), BinaryPrimitives.ReadUInt16BigEndian(segment[5..]), segment[9], process == 2);
    }

    private static void CheckScans(ReadOnlySpan<byte> scans, JpegFrame frame)
    {
        bool isSingle = !frame.IsProgressive && scans.Length > 4 && scans[4] == frame.Components;
        if (!isSingle && scans.Count((ReadOnlySpan<byte>)[0xFF, StartOfScan]) is > MaxScans and var count)
        {
            throw new InvalidDataException($"its JPEG image is coded in {count} scans, of which at most {MaxScans} make sense");
        }
    }
}
