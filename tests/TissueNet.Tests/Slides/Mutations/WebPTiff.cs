using System.Buffers.Binary;
using NetVips;
using TissueNet.Slides;
using TissueNet.Stages;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Slides.Mutations;

/// <summary>A TIFF with WebP tiles of real tissue, since no shared slide has any.</summary>
internal static class WebPTiff
{
    private const int Tile = 256;
    private const int Across = 3;

    /// <summary>Its bytes: 768 x 768 px, nine tiles, little-endian.</summary>
    public static byte[] Make()
    {
        using var pool = new PixelPool(16 << 20);
        using ISlideReader source = SlideFormats.Open(Repository.Shared("data", "slides", "cmu1-fragment-deflate.tif"), pool, 1 << 20);
        using var file = new MemoryStream();
        file.Write("II*\0\0\0\0\0"u8);
        var tiles = new List<(int At, int Length)>();
        byte[] rgb = new byte[Tile * Tile * 3];
        for (int i = 0; i < Across * Across; i++)
        {
            source.ReadRegion(0, 1, i % Across * Tile, i / Across * Tile, Tile, Tile, rgb);
            using Image tile = Image.NewFromMemory(rgb, Tile, Tile, 3, Enums.BandFormat.Uchar);
            byte[] stored = tile.WebpsaveBuffer(q: 80, lossless: i % 2 == 1);
            tiles.Add(((int)file.Length, stored.Length));
            file.Write(stored);
        }

        int offsets = (int)file.Length;
        tiles.ForEach(t => Number(file, t.At, 4));
        int lengths = (int)file.Length;
        tiles.ForEach(t => Number(file, t.Length, 4));
        int bits = (int)file.Length;
        Enumerable.Range(0, 3).ToList().ForEach(_ => Number(file, 8, 2));
        int directory = (int)file.Length;
        (int Tag, int Type, int Count, int Value)[] fields =
        [
            (256, 4, 1, Across * Tile), (257, 4, 1, Across * Tile), (258, 3, 3, bits), (259, 3, 1, 50001), (262, 3, 1, 2), (277, 3, 1, 3),
            (284, 3, 1, 1), (322, 4, 1, Tile), (323, 4, 1, Tile), (324, 4, tiles.Count, offsets), (325, 4, tiles.Count, lengths),
        ];
        Number(file, fields.Length, 2);
        foreach ((int tag, int type, int count, int value) in fields)
        {
            Number(file, tag, 2);
            Number(file, type, 2);
            Number(file, count, 4);
            Number(file, value, 4);
        }

        Number(file, 0, 4);
        byte[] bytes = file.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), directory);
        return bytes;
    }

    private static void Number(MemoryStream file, int value, int size)
    {
        Span<byte> all = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(all, value);
        file.Write(all[..size]);
    }
}
