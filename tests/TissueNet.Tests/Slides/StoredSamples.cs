using System.IO.Compression;

namespace TissueNet.Tests.Slides;

/// <summary>Random samples, how they are stored, and the colours that they stand for.</summary>
internal sealed record StoredSamples
{
    public int Photometric { get; init; }

    public int Samples { get; init; }

    public int ExtraSample { get; init; }

    public int Compression { get; init; }

    public int Width { get; init; }

    public int Height { get; init; }

    /// <summary>0 for strips.</summary>
    public int TileWidth { get; init; }

    public int TileHeight { get; init; }

    /// <summary>Bytes per sample.</summary>
    public int Bytes { get; init; }

    public bool IsPlanar { get; init; }

    public bool IsPredicted { get; init; }

    public bool IsBitReversed { get; init; }

    public bool IsBigEndian { get; init; }

    public int Seed { get; init; }

    /// <summary>Compresses bytes.</summary>
    public static byte[] Pack(byte[] bytes, int compression)
    {
        using var packed = new MemoryStream();
        switch (compression)
        {
            case 1:
                return bytes;
            case 32773:
                for (int i = 0; i < bytes.Length;)
                {
                    int run = 1;
                    while (i + run < bytes.Length && run < 128 && bytes[i + run] == bytes[i])
                    {
                        run++;
                    }

                    packed.Write(run > 1 ? [(byte)(257 - run), bytes[i]] : [128, 0, bytes[i]]); // 128: no operation
                    i += run;
                }

                break;
            case 50000 or 34926:
                using (var compressor = new ZstdSharp.Compressor())
                {
                    packed.Write(compressor.Wrap(bytes));
                }

                break;
            default:
                using (var deflate = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
                {
                    deflate.Write(bytes);
                }

                break;
        }

        return packed.ToArray();
    }

    public byte[] ToFile()
    {
        using var tiff = new TinyTiff(IsBigEndian, bigTiff: Seed % 2 == 0);
        int across = TileWidth == 0 ? 1 : (Width + TileWidth - 1) / TileWidth, down = (Height + TileHeight - 1) / TileHeight;
        IEnumerable<byte[]> tiles =
            from plane in Enumerable.Range(0, IsPlanar ? Samples : 1)
            from row in Enumerable.Range(0, down)
            from column in Enumerable.Range(0, across)
            select Tile(plane, column, row);
        tiff.AddStored(
            Width, Height, TileWidth, TileHeight, tiles.ToList(),
        [
            (258, 3, [.. Enumerable.Repeat(8L * Bytes, Samples)]), (259, 3, [Compression]), (262, 3, [Photometric]),
            (266, 3, [IsBitReversed ? 2 : 1]), (277, 3, [Samples]), (284, 3, [IsPlanar ? 2 : 1]), (317, 3, [IsPredicted ? 2 : 1]),
            .. ExtraSample >= 0 ? new (int, int, long[])[] { (338, 3, [ExtraSample]) } : [],
            .. Photometric == 3 ? new (int, int, long[])[] { (320, 3, [.. Enumerable.Range(0, 768).Select(i => (long)Map(i))]) } : [],
        ]);
        return tiff.ToArray();
    }

    public byte[] Expected()
    {
        byte[] rgb = new byte[Width * Height * 3];
        for (int i = 0; i < rgb.Length; i++)
        {
            int x = i / 3 % Width, y = i / 3 / Width, c = i % 3;
            int colors = Samples < 3 ? 1 : 3;
            int value = Value(x, y, colors == 1 ? 0 : c) >> (8 * (Bytes - 1));
            bool hasAlpha = Samples == 4 || (Samples == 2 && ExtraSample > 0);
            int alpha = hasAlpha ? Value(x, y, colors) >> (8 * (Bytes - 1)) : 255;
            value = Photometric switch { 0 => 255 - value, 3 => Map((c * 256) + value) >> 8, _ => value };
            rgb[i] = (byte)(ExtraSample == 2
                ? Math.Round(((value * alpha) + (255.0 * (255 - alpha))) / 255)
                : Math.Min(255, value + 255 - alpha));
        }

        return rgb;
    }

    private static int Map(int index) => (index * 7919 % 65521) + 10;

    private int Value(int x, int y, int sample)
    {
        // Smooth in places, so that codecs have something to do.
        uint noise = ((uint)Seed * 2654435761) + ((uint)(x >> 2) * 40503) + ((uint)y * 9973) + ((uint)sample * 61);
        return (int)(noise ^ (noise >> 13)) & ((1 << (8 * Bytes)) - 1);
    }

    private byte[] Tile(int plane, int column, int row)
    {
        int width = TileWidth == 0 ? Width : TileWidth, samples = IsPlanar ? 1 : Samples;
        bool isFilledUp = TileWidth > 0 || (Seed % 3 == 0 && TileHeight <= Height); // some writers do so with the last strip
        int rows = isFilledUp ? TileHeight : Math.Min(TileHeight, Height - (row * TileHeight));
        byte[] bytes = new byte[width * rows * samples * Bytes];
        for (int i = 0; i < width * rows * samples; i++)
        {
            int sample = IsPlanar ? plane : i % samples, x = (column * width) + (i / samples % width), y = (row * TileHeight) + (i / samples / width);
            int value = Value(x, y, sample) - (IsPredicted && i / samples % width > 0 ? Value(x - 1, y, sample) : 0);
            for (int b = 0; b < Bytes; b++)
            {
                bytes[(i * Bytes) + b] = (byte)(value >> (8 * (IsBigEndian ? Bytes - 1 - b : b)));
            }
        }

        byte[] packed = Pack(bytes, Compression);
        return IsBitReversed ? [.. packed.Select(b => (byte)Enumerable.Range(0, 8).Sum(bit => ((b >> bit) & 1) << (7 - bit)))] : packed;
    }
}
