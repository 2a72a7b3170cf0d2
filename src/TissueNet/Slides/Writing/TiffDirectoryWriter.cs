using System.Buffers.Binary;

namespace TissueNet.Slides.Writing;

/// <summary>
/// Writes header and directories once all tiles are stored. Only then is it known how large the file is, so it becomes BigTIFF exactly
/// when it has to.
/// </summary>
/// <param name="store">The file.</param>
/// <param name="pages">Its pages, largest first.</param>
/// <param name="description">What all pages say.</param>
/// <param name="classicLimit">The largest classic file.</param>
internal sealed class TiffDirectoryWriter(
    TileStore store, IReadOnlyList<TiffPage> pages, TiffPageDescription description, long classicLimit)
{
    /// <summary>Writes them.</summary>
    /// <returns>Whether the file is BigTIFF.</returns>
    public bool Write()
    {
        long tables = pages.Select((_, i) => store.Offsets[i].LongLength).Sum() * 8;
        long extra = pages.Sum(p => p.Tables.LongLength + 1024) + ((description.Text.Length + description.Software.Length) * 4L)
            + (description.IccProfile?.Length ?? 0);
        bool isBig = store.Length + tables + extra > classicLimit;
        var directories = new List<(long Position, long Link)>();
        for (int page = 0; page < pages.Count; page++)
        {
            directories.Add(WriteDirectory(
                pages[page].Fields(page > 0, store.Offsets[page], store.Counts[page], isBig, description), isBig));
        }

        for (int page = 0; page + 1 < pages.Count; page++)
        {
            store.WriteAt(Number(directories[page + 1].Position, isBig), directories[page].Link);
        }

        store.WriteAt(isBig ? [(byte)'I', (byte)'I', 43, 0, 8, 0, 0, 0] : [(byte)'I', (byte)'I', 42, 0], 0);
        store.WriteAt(Number(directories[0].Position, isBig), isBig ? 8 : 4);
        return isBig;
    }

    private static byte[] Number(long value, bool isBig)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return isBig ? bytes : bytes[..4];
    }

    private (long Position, long Link) WriteDirectory(List<TiffFieldValue> fields, bool isBig)
    {
        int word = isBig ? 8 : 4;
        var body = new List<byte>();
        byte[] count = new byte[isBig ? 8 : 2];
        count[0] = checked((byte)fields.Count);
        body.AddRange(count);
        foreach (TiffFieldValue field in fields)
        {
            body.AddRange([(byte)field.Tag, (byte)(field.Tag >> 8), (byte)field.Type, 0]);
            body.AddRange(Number(field.Count, isBig));
            byte[] value = new byte[word];
            if (field.Bytes.Length <= word)
            {
                field.Bytes.CopyTo(value, 0);
            }
            else
            {
                Align();
                value = Number(store.Append(field.Bytes), isBig);
            }

            body.AddRange(value);
        }

        Align();
        body.AddRange(new byte[word]);
        long position = store.Append(body.ToArray());
        return (position, position + body.Count - word);
    }

    // TIFF wants values and directories to begin on whole words.
    private void Align()
    {
        if (store.Length % 8 is > 0 and long over)
        {
            store.Append(new byte[8 - over]);
        }
    }
}
