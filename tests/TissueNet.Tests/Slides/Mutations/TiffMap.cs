using System.Buffers.Binary;

namespace TissueNet.Tests.Slides.Mutations;

/// <summary>
/// Where the parts of a sound TIFF file lie, so that they can be damaged one by one: fields of directories, tables, stored tiles. A
/// walker of its own, not the product's, which is what is being tested.
/// </summary>
internal sealed class TiffMap
{
    private static readonly int[] TypeSizes = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8];
    private readonly byte[] bytes;
    private readonly bool bigEndian;

    private TiffMap(byte[] bytes)
    {
        this.bytes = bytes;
        bigEndian = bytes[0] == 'M';
        Big = bytes[bigEndian ? 3 : 2] == 43;
        Links.Add(Big ? 8 : 4);
        for (long at = Integer(Links[0], Word); at > 0 && at < bytes.Length - 2 && Directories.Count < 64 && !Directories.Contains(at);)
        {
            at = Walk(at);
        }
    }

    public bool Big { get; }

    public int Word => Big ? 8 : 4;

    /// <summary>Offsets of the directories.</summary>
    public List<long> Directories { get; } = [];

    /// <summary>Where offsets of directories are written: in the header, after each directory.</summary>
    public List<long> Links { get; } = [];

    /// <summary>Where the fields of all directories begin.</summary>
    public List<long> Fields { get; } = [];

    /// <summary>Values that lie outside their fields: position, size of one, how many.</summary>
    public List<(long At, int Size, long Count)> Tables { get; } = [];

    /// <summary>Where the lengths of stored tiles and strips are: position and size.</summary>
    public List<(long At, int Size)> Lengths { get; } = [];

    /// <summary>Stored tiles, strips and JPEG tables.</summary>
    public List<(long At, int Length)> Blobs { get; } = [];

    public static TiffMap? Of(byte[] bytes) =>
        bytes.Length > 16 && (bytes.AsSpan(0, 2).SequenceEqual("II"u8) || bytes.AsSpan(0, 2).SequenceEqual("MM"u8)) ? new TiffMap(bytes) : null;

    /// <summary>A whole number in the file's byte order.</summary>
    public byte[] Encode(long value, int size)
    {
        byte[] all = new byte[8];
        if (bigEndian)
        {
            BinaryPrimitives.WriteInt64BigEndian(all, value);
            return all[(8 - size)..];
        }

        BinaryPrimitives.WriteInt64LittleEndian(all, value);
        return all[..size];
    }

    public long Integer(long at, int size)
    {
        ReadOnlySpan<byte> part = bytes.AsSpan((int)at, size);
        long value = 0;
        for (int i = 0; i < size; i++)
        {
            value = (value << 8) | part[bigEndian ? i : size - 1 - i];
        }

        return value;
    }

    private long Walk(long at)
    {
        Directories.Add(at);
        int head = Big ? 8 : 2, fieldSize = Big ? 20 : 12;
        int count = (int)Integer(at, head);
        var tables = new Dictionary<int, (long At, int Size, long Count)>();
        for (int i = 0; i < count; i++)
        {
            long field = at + head + (i * fieldSize);
            Fields.Add(field);
            int tag = (int)Integer(field, 2), type = (int)Integer(field + 2, 2);
            long values = Integer(field + 4, Word);
            int size = type < TypeSizes.Length ? TypeSizes[type] : 0;
            bool inline = size * values <= Word;
            long where = inline ? field + 4 + Word : Integer(field + 4 + Word, Word);
            if (where + (size * values) <= bytes.Length && size > 0)
            {
                tables[tag] = (where, size, values);
                if (!inline)
                {
                    Tables.Add((where, size, values));
                }
            }
        }

        AddBlobs(tables, 273, 279);
        AddBlobs(tables, 324, 325);
        if (tables.TryGetValue(347, out (long At, int Size, long Count) jpegTables))
        {
            Blobs.Add((jpegTables.At, (int)jpegTables.Count));
        }

        if (tables.TryGetValue(330, out (long At, int Size, long Count) children))
        {
            for (int i = 0; i < children.Count; i++)
            {
                Walk(Integer(children.At + (i * children.Size), children.Size));
            }
        }

        Links.Add(at + head + (count * fieldSize));
        return Integer(Links[^1], Word);
    }

    private void AddBlobs(Dictionary<int, (long At, int Size, long Count)> tables, int offsetTag, int countTag)
    {
        if (tables.TryGetValue(offsetTag, out (long At, int Size, long Count) offsets)
            && tables.TryGetValue(countTag, out (long At, int Size, long Count) counts))
        {
            for (int i = 0; i < Math.Min(offsets.Count, counts.Count); i++)
            {
                long at = Integer(offsets.At + (i * offsets.Size), offsets.Size);
                long length = Integer(counts.At + (i * counts.Size), counts.Size);
                if (length > 0 && at + length <= bytes.Length)
                {
                    Lengths.Add((counts.At + (i * counts.Size), counts.Size));
                    Blobs.Add((at, (int)length));
                }
            }
        }
    }
}
