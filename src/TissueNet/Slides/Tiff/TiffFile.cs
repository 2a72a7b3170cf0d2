using System.Buffers.Binary;

namespace TissueNet.Slides.Tiff;

/// <summary>
/// The structure of a TIFF or BigTIFF file, of either byte order: its chain of directories. Whatever the file claims, memory and
/// time stay bounded: directories are counted, each is visited once, and values are read only if they lie in the file.
/// </summary>
internal sealed class TiffFile
{
    private const int MaxDirectories = 4096;
    private const int MaxFields = 4096;

    // Directories may overlap, so that a small file can hold many that are large.
    private const int MaxFieldsInAll = 1 << 18;
    private readonly HashSet<long> visited = [];
    private int fieldsInAll;

    private TiffFile(string path, IByteSource source, bool bigEndian, bool bigTiff)
    {
        Path = path;
        Source = source;
        IsBigEndian = bigEndian;
        IsBigTiff = bigTiff;
    }

    public string Path { get; }

    public IByteSource Source { get; }

    public bool IsBigEndian { get; }

    public bool IsBigTiff { get; }

    /// <summary>Directories of the main chain, in order.</summary>
    public IReadOnlyList<TiffDirectory> Directories { get; private set; } = [];

    /// <summary>Whether a file that begins so is TIFF or BigTIFF.</summary>
    public static bool HasSignature(ReadOnlySpan<byte> head) =>
        head.Length >= 4 && (head[..4].SequenceEqual("II*\0"u8) || head[..4].SequenceEqual("MM\0*"u8)
            || head[..4].SequenceEqual("II+\0"u8) || head[..4].SequenceEqual("MM\0+"u8));

    /// <summary>Reads the chain of directories.</summary>
    /// <param name="path">For messages.</param>
    /// <param name="source">The file.</param>
    /// <exception cref="SlideException">It is damaged, or no TIFF.</exception>
    public static TiffFile Read(string path, IByteSource source)
    {
        Span<byte> header = stackalloc byte[16];
        int length = (int)Math.Min(source.Length, 16);
        source.Read(header[..length], 0);
        if (!HasSignature(header[..length]))
        {
            throw new SlideException(path, $"'{System.IO.Path.GetFileName(path)}' is no TIFF file: it does not begin as one.");
        }

        bool bigEndian = header[0] == 'M', bigTiff = header[bigEndian ? 3 : 2] == '+';
        var file = new TiffFile(path, source, bigEndian, bigTiff);
        if (length < (bigTiff ? 16 : 8))
        {
            throw file.Corrupt($"it ends within its header, after {length} bytes");
        }

        if (bigTiff && (file.UInt16(header[4..]) != 8 || file.UInt16(header[6..]) != 0))
        {
            throw file.Corrupt("its BigTIFF header does not announce 8-byte offsets");
        }

        file.ReadChain(bigTiff ? file.Offset(header[8..16]) : file.Offset(header[4..8]));
        return file;
    }

    /// <summary>Reads the directories that a directory lists as its children (SubIFDs); none when it has none.</summary>
    public IReadOnlyList<TiffDirectory> ReadChildren(TiffDirectory parent)
    {
        var children = new List<TiffDirectory>();
        foreach (long offset in parent.Integers(TiffTag.SubIfds, MaxDirectories))
        {
            children.Add(ReadDirectory(offset, out _));
        }

        return children;
    }

    public SlideException Corrupt(string what) => new(
        Path, $"'{System.IO.Path.GetFileName(Path)}' is a damaged TIFF file: {what}.", "Copy or export the slide again.");

    public ushort UInt16(ReadOnlySpan<byte> bytes) =>
        IsBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    public uint UInt32(ReadOnlySpan<byte> bytes) =>
        IsBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    public ulong UInt64(ReadOnlySpan<byte> bytes) =>
        IsBigEndian ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : BinaryPrimitives.ReadUInt64LittleEndian(bytes);

    /// <summary>A whole number of 1, 2, 4 or 8 bytes. One of 8 bytes beyond what a file can hold becomes negative, which every use refuses.</summary>
    public long Integer(ReadOnlySpan<byte> bytes, int size) => size switch
    {
        1 => bytes[0],
        2 => UInt16(bytes),
        4 => UInt32(bytes),
        _ => unchecked((long)UInt64(bytes)),
    };

    /// <summary>Whether bytes lie in the file.</summary>
    public bool Contains(long offset, long length) => offset >= 0 && length >= 0 && offset <= Source.Length - length;

    private void ReadChain(long offset)
    {
        var directories = new List<TiffDirectory>();
        while (offset != 0)
        {
            directories.Add(ReadDirectory(offset, out offset));
        }

        Directories = directories.Count > 0 ? directories : throw Corrupt("it has no image");
    }

    private TiffDirectory ReadDirectory(long offset, out long next)
    {
        int number = visited.Count;
        int countBytes = IsBigTiff ? 8 : 2, fieldBytes = IsBigTiff ? 20 : 12, offsetBytes = IsBigTiff ? 8 : 4;
        if (number >= MaxDirectories)
        {
            throw Corrupt($"it has more than {MaxDirectories} directories");
        }

        if (!visited.Add(offset))
        {
            throw Corrupt($"its directories form a loop, back to the one at byte {offset}");
        }

        Span<byte> small = stackalloc byte[8];
        Span<byte> head = small[..countBytes];
        Read(head, offset, number);
        ulong count = IsBigTiff ? UInt64(head) : UInt16(head);
        if (count is 0 or > MaxFields)
        {
            throw Corrupt($"directory {number}, at byte {offset}, claims {count} fields, expected 1 to {MaxFields}");
        }

        fieldsInAll += (int)count;
        if (fieldsInAll > MaxFieldsInAll)
        {
            throw Corrupt($"its directories claim more than {MaxFieldsInAll} fields in all");
        }

        byte[] body = new byte[((int)count * fieldBytes) + offsetBytes];
        Read(body, offset + countBytes, number);
        var fields = new Dictionary<TiffTag, TiffField>((int)count);
        for (int i = 0; i < (int)count; i++)
        {
            ReadOnlySpan<byte> field = body.AsSpan(i * fieldBytes, fieldBytes);
            ulong values = IsBigTiff ? UInt64(field[4..]) : UInt32(field[4..]);
            var found = new TiffField(UInt16(field[2..]), (long)Math.Min(values, long.MaxValue), 0);
            int at = fieldBytes - offsetBytes;
            bool inline = found.Size > 0 && found.Count <= offsetBytes / found.Size;
            long position = inline ? offset + countBytes + (i * fieldBytes) + at : Offset(field[at..]);
            fields.TryAdd((TiffTag)UInt16(field), found with { Offset = position });
        }

        next = Offset(body.AsSpan(^offsetBytes..));
        return new TiffDirectory(this, number, fields);
    }

    private void Read(Span<byte> bytes, long offset, int directory)
    {
        if (!Contains(offset, bytes.Length))
        {
            throw Corrupt($"directory {directory} would take {bytes.Length} bytes at byte {unchecked((ulong)offset)}, but the file has {Source.Length}");
        }

        Source.Read(bytes, offset);
    }

    // Offsets beyond what a file can have become negative, which Contains refuses.
    private long Offset(ReadOnlySpan<byte> bytes) => IsBigTiff ? unchecked((long)UInt64(bytes)) : UInt32(bytes);
}
