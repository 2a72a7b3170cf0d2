using System.Buffers.Binary;

namespace TissueNet.Bench;

/// <summary>A BigTIFF of very many tiles, all of which are the same bytes: the tables are as large as they get, the file is small.</summary>
internal static class ManyTilesTiff
{
    private const int TileSide = 256;
    private const int TileBytes = TileSide * TileSide * 3;

    /// <summary>Makes the file's bytes.</summary>
    /// <param name="across">Tiles across.</param>
    /// <param name="down">Tiles down.</param>
    public static byte[] Make(int across, int down)
    {
        int tiles = across * down, offsetsAt = 16 + TileBytes, countsAt = offsetsAt + (tiles * 8), directoryAt = countsAt + (tiles * 4);
        (int Tag, int Type, long Count, long Value)[] fields =
        [
            (256, 4, 1, across * TileSide), (257, 4, 1, down * TileSide), (258, 3, 3, 0x0008_0008_0008), (259, 3, 1, 1), (262, 3, 1, 2), (277, 3, 1, 3),
            (322, 4, 1, TileSide), (323, 4, 1, TileSide), (324, 16, tiles, offsetsAt), (325, 4, tiles, countsAt),
        ];
        byte[] file = new byte[directoryAt + 8 + (fields.Length * 20) + 8];
        "II+\0\b\0\0\0"u8.CopyTo(file);
        BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(8), directoryAt);
        for (int tile = 0; tile < tiles; tile++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(offsetsAt + (tile * 8)), 16);
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(countsAt + (tile * 4)), TileBytes);
        }

        BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(directoryAt), fields.Length);
        for (int i = 0; i < fields.Length; i++)
        {
            Span<byte> field = file.AsSpan(directoryAt + 8 + (i * 20), 20);
            BinaryPrimitives.WriteInt16LittleEndian(field, (short)fields[i].Tag);
            BinaryPrimitives.WriteInt16LittleEndian(field[2..], (short)fields[i].Type);
            BinaryPrimitives.WriteInt64LittleEndian(field[4..], fields[i].Count);
            BinaryPrimitives.WriteInt64LittleEndian(field[12..], fields[i].Value);
        }

        return file;
    }
}
