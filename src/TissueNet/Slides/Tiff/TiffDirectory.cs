using System.Buffers;
using System.Text;

namespace TissueNet.Slides.Tiff;

/// <summary>One directory: the fields that describe one image.</summary>
/// <param name="file">The file.</param>
/// <param name="index">Place in the order of reading; for messages.</param>
/// <param name="fields">The fields by tag.</param>
internal sealed class TiffDirectory(TiffFile file, int index, IReadOnlyDictionary<TiffTag, TiffField> fields)
{
    // OME-XML takes megabytes; nothing else takes more than kilobytes.
    private const int MaxTextBytes = 8 << 20;
    private readonly Dictionary<(TiffTag Tag, int Most), string> texts = [];

    public int Index => index;

    public bool Has(TiffTag tag) => fields.ContainsKey(tag);

    /// <summary>Number of values that a field claims; 0 when there is no such field.</summary>
    public long Count(TiffTag tag) => fields.TryGetValue(tag, out TiffField field) ? field.Count : 0;

    /// <summary>First value of a field of whole numbers.</summary>
    public long Integer(TiffTag tag, long absent) =>
        fields.TryGetValue(tag, out TiffField field) && field.Count > 0 ? Integers(tag, field with { Count = 1 })[0] : absent;

    /// <summary>Values of a field of whole numbers; none when there is no such field.</summary>
    /// <param name="tag">The field.</param>
    /// <param name="most">The most values that make sense; more are an error.</param>
    public long[] Integers(TiffTag tag, long most)
    {
        if (!fields.TryGetValue(tag, out TiffField field))
        {
            return [];
        }

        return field.Count <= most
            ? Integers(tag, field)
            : throw file.Corrupt($"directory {index} has {field.Count} values of {tag}, but at most {most} make sense");
    }

    /// <summary>First value of a field as a fraction or floating-point number; null when it is absent or no number.</summary>
    public double? Number(TiffTag tag)
    {
        if (!fields.TryGetValue(tag, out TiffField field) || field.Count < 1 || !file.Contains(field.Offset, field.Size))
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[8];
        bytes = bytes[..field.Size];
        file.Source.Read(bytes, field.Offset);
        double value = field.Type switch
        {
            5 => (double)file.UInt32(bytes) / file.UInt32(bytes[4..]),
            11 => BitConverter.UInt32BitsToSingle(file.UInt32(bytes)),
            12 => BitConverter.UInt64BitsToDouble(file.UInt64(bytes)),
            3 => file.UInt16(bytes),
            4 => file.UInt32(bytes),
            _ => double.NaN,
        };
        return double.IsFinite(value) ? value : null;
    }

    /// <summary>A field of text, without control characters but line breaks and tabs; null when it is absent.</summary>
    /// <param name="tag">The field.</param>
    /// <param name="most">The most bytes to take; the rest is left out.</param>
    public string? Text(TiffTag tag, int most = MaxTextBytes)
    {
        if (!fields.TryGetValue(tag, out TiffField field) || field.Size != 1)
        {
            return null;
        }

        if (!file.Contains(field.Offset, field.Count))
        {
            throw Misplaced(tag, field);
        }

        if (!texts.TryGetValue((tag, most), out string? text))
        {
            byte[] bytes = new byte[Math.Min(field.Count, most)];
            file.Source.Read(bytes, field.Offset);
            int end = Array.IndexOf(bytes, (byte)0);
            text = PlainText.Printable(Encoding.UTF8.GetString(bytes, 0, end < 0 ? bytes.Length : end)).Trim();
            texts[(tag, most)] = text;
        }

        return text;
    }

    /// <summary>A field of bytes; none when it is absent.</summary>
    /// <param name="tag">The field.</param>
    /// <param name="most">The most bytes that make sense; more are an error.</param>
    public byte[] Bytes(TiffTag tag, int most)
    {
        if (!fields.TryGetValue(tag, out TiffField field))
        {
            return [];
        }

        if (field.Size != 1 || field.Count > most || !file.Contains(field.Offset, field.Count))
        {
            throw Misplaced(tag, field);
        }

        byte[] bytes = new byte[field.Count];
        file.Source.Read(bytes, field.Offset);
        return bytes;
    }

    /// <summary>The first values of a field of whole numbers that may be many: one per tile.</summary>
    /// <param name="tag">The field.</param>
    /// <param name="count">How many; it has as many.</param>
    public CompactNumbers Table(TiffTag tag, int count)
    {
        TiffField field = Checked(tag, fields[tag]);
        return CompactNumbers.Read(file, field.Offset, field.Size, count);
    }

    private SlideException Misplaced(TiffTag tag, TiffField field) => file.Corrupt(
        $"directory {index} puts {field.Count} bytes of {tag} at byte {unchecked((ulong)field.Offset)} of {file.Source.Length}, which makes no sense");

    private long[] Integers(TiffTag tag, TiffField field)
    {
        Checked(tag, field);
        long[] values = new long[field.Count];
        byte[] buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        try
        {
            int perBlock = (1 << 16) / field.Size;
            for (int done = 0; done < values.Length; done += perBlock)
            {
                int count = Math.Min(perBlock, values.Length - done);
                Span<byte> block = buffer.AsSpan(0, count * field.Size);
                file.Source.Read(block, field.Offset + ((long)done * field.Size));
                for (int i = 0; i < count; i++)
                {
                    values[done + i] = file.Integer(block[(i * field.Size)..], field.Size);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return values;
    }

    private TiffField Checked(TiffTag tag, TiffField field)
    {
        if (!field.IsUnsigned)
        {
            throw file.Corrupt($"directory {index} stores {tag} as type {field.Type}, which holds no whole numbers");
        }

        if (field.Count > file.Source.Length / field.Size || !file.Contains(field.Offset, field.Count * field.Size))
        {
            throw file.Corrupt(
                $"directory {index} puts {field.Count} values of {tag} at byte {unchecked((ulong)field.Offset)}, beyond the file's {file.Source.Length}");
        }

        return field;
    }
}
