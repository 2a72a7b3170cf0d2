using System.Runtime.InteropServices;
using TissueNet.Slides.Jpeg;
using TissueNet.Slides.Tiff;

namespace TissueNet.Bench.Reading;

/// <summary>
/// The limit: the JPEG streams of level 0, complete and in memory before the clock starts, decoded one after the other into one buffer that
/// stays in the processor's cache. No file is read, no pixel copied, nothing looked up.
/// </summary>
internal sealed unsafe class StoredTiles : IDisposable
{
    private readonly TurboJpeg library;
    private readonly nint[] handles;
    private readonly nint[] targets;
    private readonly byte[]?[] streams;

    /// <summary>Reads the streams.</summary>
    public StoredTiles(string path)
    {
        library = TurboJpeg.Find() ?? throw new DllNotFoundException("libjpeg-turbo is not installed.");
        using var source = new FileByteSource(path);
        TiffFile file = TiffFile.Read(path, source);
        TiffImage image = TiffPyramid.Find(file).Levels[0].Image;
        TiffTiles tiles = TiffTiles.Read(file, image);
        byte[] prefix = JpegStream.Prefix(image.Directory.Bytes(TiffTag.JpegTables, 1 << 20), isRgb: image.Photometric == 2);
        (TileWidth, TileHeight, Across, Down) = (image.TileWidth, image.TileHeight, image.Across, image.Down);
        streams = new byte[]?[Across * Down];
        for (int i = 0; i < streams.Length; i++)
        {
            if (!tiles.IsSparse(i))
            {
                byte[] stored = new byte[tiles.Length(i)];
                tiles.Read(i, stored);
                byte[] whole = new byte[prefix.Length + stored.Length + JpegStream.Slack];
                prefix.CopyTo(whole, 0);
                streams[i] = whole[..(prefix.Length + JpegStream.Append(stored, whole.AsSpan(prefix.Length), out _))];
            }
        }

        handles = [library.Create(), library.Create()];
        targets = [.. handles.Select(_ => (nint)NativeMemory.AlignedAlloc((nuint)(TileWidth * TileHeight * 3), 64))];
    }

    public int TileWidth { get; }

    public int TileHeight { get; }

    public int Across { get; }

    public int Down { get; }

    public double Megapixels(IReadOnlyCollection<int> tiles) => tiles.Count * (double)TileWidth * TileHeight / 1e6;

    /// <summary>Stored bytes of a tile.</summary>
    public int StreamBytes(int tile) => streams[tile]?.Length ?? 0;

    /// <summary>Decodes tiles.</summary>
    /// <param name="tiles">Which.</param>
    /// <param name="thread">0 or 1: who calls.</param>
    public void Decode(IReadOnlyList<int> tiles, int thread = 0)
    {
        var target = new Span<byte>((void*)targets[thread], TileWidth * TileHeight * 3);
        for (int i = 0; i < tiles.Count; i++)
        {
            if (streams[tiles[i]] is { } stream
                && library.Decompress(handles[thread], stream, target, TileWidth, TileHeight, TileWidth * 3) != 0)
            {
                throw new InvalidDataException(library.Message(handles[thread]));
            }
        }
    }

    public void Dispose()
    {
        foreach (nint handle in handles)
        {
            library.Destroy(handle);
        }

        foreach (nint target in targets)
        {
            NativeMemory.AlignedFree((void*)target);
        }
    }
}
