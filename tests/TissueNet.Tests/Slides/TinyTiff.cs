using System.Buffers.Binary;

namespace TissueNet.Tests.Slides;

/// <summary>
/// Writes small TIFF files in any dress: byte order, classic or BigTIFF, tiles or strips, several pages; uncompressed RGB, or whatever
/// stored tiles and fields a test makes up.
/// </summary>
internal sealed class TinyTiff(bool bigEndian, bool bigTiff) : IDisposable
{
    private readonly MemoryStream file = new();
    private long linkAt;

    /// <summary>One page; tiles of the given size, or strips when <paramref name="tileWidth"/> is 0.</summary>
    public void Add(byte[] rgb, int width, int height, int tileWidth, int tileHeight, bool reduced = false, Func<int, bool>? sparse = null)
    {
        if (file.Length == 0)
        {
            WriteHeader();
        }

        bool tiled = tileWidth > 0;
        int tw = tiled ? tileWidth : width;
        int across = (width + tw - 1) / tw, down = (height + tileHeight - 1) / tileHeight;
        var offsets = new List<long>();
        var counts = new List<long>();
        for (int tile = 0; tile < across * down; tile++)
        {
            byte[] stored = sparse?.Invoke(tile) == true ? [] : Tile(rgb, width, height, tile % across * tw, tile / across * tileHeight, tw, tileHeight, tiled);
            offsets.Add(stored.Length == 0 ? 0 : file.Length);
            counts.Add(stored.Length);
            file.Write(stored);
        }

        WriteDirectory(
        [
            (254, 4, [reduced ? 1 : 0]), (256, 4, [width]), (257, 3, [height]), (258, 3, [8, 8, 8]), (259, 3, [1]), (262, 3, [2]),
            .. tiled ? Array.Empty<(int, int, List<long>)>() : [(273, bigTiff ? 16 : 4, offsets)],
            (277, 3, [3]),
            .. tiled
                ? [(322, 3, [tw]), (323, 4, [tileHeight]), (324, bigTiff ? 16 : 4, offsets), (325, 4, counts)]
                : new (int, int, List<long>)[] { (278, 3, [tileHeight]), (279, 4, counts) },
        ]);
    }

    /// <summary>
    /// One page of stored tiles (strips when <paramref name="tileWidth"/> is 0); empty ones are not there. Fields are all but size and
    /// places: tag, type, values.
    /// </summary>
    public void AddStored(
        int width, int height, int tileWidth, int tileHeight, IEnumerable<byte[]> tiles, params (int Tag, int Type, long[] Values)[] fields)
    {
        if (file.Length == 0)
        {
            WriteHeader();
        }

        var offsets = new List<long>();
        var counts = new List<long>();
        foreach (byte[] stored in tiles)
        {
            offsets.Add(stored.Length == 0 ? 0 : file.Length);
            counts.Add(stored.Length);
            file.Write(stored);
        }

        int word = bigTiff ? 16 : 4;
        (int, int, List<long>)[] places = tileWidth > 0
            ? [(322, 4, [tileWidth]), (323, 4, [tileHeight]), (324, word, offsets), (325, 4, counts)]
            : [(273, word, offsets), (278, 4, [tileHeight]), (279, 4, counts)];
        WriteDirectory(
        [
            .. places.Concat([(256, 4, [width]), (257, 4, [height])]).Concat(fields.Select(f => (f.Tag, f.Type, f.Values.ToList())))
                .OrderBy(f => f.Item1),
        ]);
    }

    public void Dispose() => file.Dispose();

    public byte[] ToArray() => file.ToArray();

    private static byte[] Tile(byte[] rgb, int width, int height, int left, int top, int tileWidth, int tileHeight, bool tiled)
    {
        int rows = tiled ? tileHeight : Math.Min(tileHeight, height - top);
        byte[] tile = new byte[tileWidth * rows * 3];
        Array.Fill(tile, (byte)17); // never to be seen: beyond the image
        int part = Math.Min(tileWidth, width - left);
        for (int row = 0; row < rows && top + row < height; row++)
        {
            rgb.AsSpan((((top + row) * width) + left) * 3, part * 3).CopyTo(tile.AsSpan(row * tileWidth * 3));
        }

        return tile;
    }

    private void WriteHeader()
    {
        file.Write(bigEndian ? "MM"u8 : "II"u8);
        Number(bigTiff ? 43 : 42, 2);
        if (bigTiff)
        {
            Number(8, 2);
            Number(0, 2);
        }

        linkAt = file.Length;
        Number(0, bigTiff ? 8 : 4);
    }

    private void WriteDirectory((int Tag, int Type, List<long> Values)[] fields)
    {
        int word = bigTiff ? 8 : 4;
        var places = new List<long>();
        foreach ((_, int type, List<long> values) in fields)
        {
            places.Add(file.Length);
            if (values.Count * Size(type) > word)
            {
                values.ForEach(v => Number(v, Size(type)));
            }
        }

        long start = file.Length;
        file.Position = linkAt;
        Number(start, word);
        file.Position = start;
        Number(fields.Length, bigTiff ? 8 : 2);
        for (int i = 0; i < fields.Length; i++)
        {
            (int tag, int type, List<long> values) = fields[i];
            Number(tag, 2);
            Number(type, 2);
            Number(values.Count, word);
            if (values.Count * Size(type) > word)
            {
                Number(places[i], word);
            }
            else
            {
                values.ForEach(v => Number(v, Size(type)));
                file.Write(new byte[word - (values.Count * Size(type))]);
            }
        }

        linkAt = file.Position;
        Number(0, word);
    }

    private static int Size(int type) => type switch { 1 or 2 or 7 => 1, 3 => 2, 4 => 4, _ => 8 };

    private void Number(long value, int bytes)
    {
        Span<byte> all = stackalloc byte[8];
        if (bigEndian)
        {
            BinaryPrimitives.WriteInt64BigEndian(all, value);
            file.Write(all[(8 - bytes)..]);
        }
        else
        {
            BinaryPrimitives.WriteInt64LittleEndian(all, value);
            file.Write(all[..bytes]);
        }
    }
}
