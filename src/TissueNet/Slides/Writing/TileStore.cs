using Microsoft.Win32.SafeHandles;

namespace TissueNet.Slides.Writing;

/// <summary>
/// The tiles of a file under way: appended one after the other behind a gap for the header; where each lies is kept in memory until the
/// directories are written behind them. Not thread-safe.
/// </summary>
internal sealed class TileStore : IDisposable
{
    /// <summary>Bytes left free for the header of either kind of TIFF.</summary>
    public const int HeaderBytes = 16;

    private const int MaxShared = 64;
    private const int BufferBytes = 1 << 20;
    private readonly SafeFileHandle handle;
    private readonly byte[] buffer = new byte[BufferBytes];
    private readonly Dictionary<int, (long Offset, int Count)> shared = [];
    private int buffered;

    /// <summary>Opens or makes the file; nobody else may have it open for writing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tiles">Number of tiles of each level.</param>
    public TileStore(string path, IReadOnlyList<int> tiles)
    {
        handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        Offsets = [.. tiles.Select(count => new long[count])];
        Counts = [.. tiles.Select(count => new int[count])];
        Length = HeaderBytes;
    }

    /// <summary>Positions of tiles by level; 0 for tiles without bytes.</summary>
    public IReadOnlyList<long[]> Offsets { get; }

    /// <summary>Bytes of tiles by level.</summary>
    public IReadOnlyList<int[]> Counts { get; }

    /// <summary>Bytes of the file so far.</summary>
    public long Length { get; private set; }

    /// <summary>Tiles of one colour that later ones share.</summary>
    public IReadOnlyDictionary<int, (long Offset, int Count)> Shared => shared;

    /// <summary>Appends a tile, or refers to an equal one.</summary>
    /// <param name="level">Its level.</param>
    /// <param name="index">Its place in the level's grid.</param>
    /// <param name="tile">Its bytes.</param>
    public void Add(int level, int index, in EncodedTile tile)
    {
        if (tile.Color is { } color && shared.TryGetValue(color, out (long Offset, int Count) known))
        {
            (Offsets[level][index], Counts[level][index]) = known;
            return;
        }

        (Offsets[level][index], Counts[level][index]) = (Length, tile.Bytes.Length);
        if (tile.Color is { } first && shared.Count < MaxShared)
        {
            shared[first] = (Length, tile.Bytes.Length);
        }

        Append(tile.Bytes);
    }

    /// <summary>Appends bytes.</summary>
    /// <returns>Their position.</returns>
    public long Append(ReadOnlySpan<byte> bytes)
    {
        long position = Length;
        if (bytes.Length > buffer.Length - buffered)
        {
            WriteBuffer();
        }

        if (bytes.Length > buffer.Length)
        {
            RandomAccess.Write(handle, bytes, position);
        }
        else
        {
            bytes.CopyTo(buffer.AsSpan(buffered));
            buffered += bytes.Length;
        }

        Length += bytes.Length;
        return position;
    }

    /// <summary>Starts anew, from nothing.</summary>
    public void Clear()
    {
        RandomAccess.SetLength(handle, 0); // the gap for the header is to be zeros
        Restore(HeaderBytes, []);
    }

    /// <summary>Goes back to an earlier state; the tables are the caller's to restore.</summary>
    /// <param name="length">Bytes of the file then.</param>
    /// <param name="tiles">Tiles of one colour then.</param>
    public void Restore(long length, IEnumerable<KeyValuePair<int, (long Offset, int Count)>> tiles)
    {
        RandomAccess.SetLength(handle, length);
        (Length, buffered) = (length, 0);
        shared.Clear();
        foreach ((int color, (long Offset, int Count) place) in tiles)
        {
            shared.Add(color, place);
        }
    }

    /// <summary>Bytes that the file has on disk, whatever was appended.</summary>
    public long DiskLength => RandomAccess.GetLength(handle);

    /// <summary>Writes over earlier bytes.</summary>
    public void WriteAt(ReadOnlySpan<byte> bytes, long position)
    {
        WriteBuffer();
        RandomAccess.Write(handle, bytes, position);
    }

    /// <summary>Returns when all that was appended is on the disk.</summary>
    public void Flush()
    {
        WriteBuffer();
        RandomAccess.FlushToDisk(handle);
    }

    public void Dispose() => handle.Dispose();

    private void WriteBuffer()
    {
        RandomAccess.Write(handle, buffer.AsSpan(0, buffered), Length - buffered);
        buffered = 0;
    }
}
