using System.Runtime.InteropServices;
using System.Text;
using TissueNet.Stages;

namespace TissueNet.Slides.Writing;

/// <summary>
/// What a conversion needs to go on after its process has died: how long the file was when all that had been appended was on disk, where
/// its tiles lie, and the coarse tiles that were waiting for quarters. Taken only while no worker runs, so that the file that results
/// is the one an uninterrupted conversion makes.
/// </summary>
internal static class ConversionCheckpoint
{
    private const long Magic = 0x3130_7470_6b63_6e54; // "Tnckpt01"

    /// <summary>Writes one, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="identity">What is converted, how.</param>
    /// <param name="store">The file under way, which is flushed first.</param>
    /// <param name="step">Number of the step under way.</param>
    /// <param name="done">Progress in pixels.</param>
    /// <param name="builder">What the step uses; null between steps.</param>
    public static void Save(string path, string identity, TileStore store, int step, long done, LevelBuilder? builder)
    {
        store.Flush();
        string temporary = path + ".new";
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
        using (var writer = new BinaryWriter(file, Encoding.UTF8))
        {
            writer.Write(Magic);
            writer.Write(identity);
            writer.Write(store.Length);
            for (int level = 0; level < store.Offsets.Count; level++)
            {
                writer.Write(MemoryMarshal.AsBytes(store.Offsets[level].AsSpan()));
                writer.Write(MemoryMarshal.AsBytes(store.Counts[level].AsSpan()));
            }

            writer.Write(store.Shared.Count);
            foreach ((int color, (long offset, int count)) in store.Shared)
            {
                writer.Write(color);
                writer.Write(offset);
                writer.Write(count);
            }

            writer.Write(step);
            writer.Write(done);
            writer.Write(builder?.Done ?? 0);
            writer.Write(builder?.Pending.Count ?? 0);
            foreach (((int level, int column, int row), PendingTile tile) in builder?.Pending ?? new Dictionary<(int, int, int), PendingTile>())
            {
                writer.Write(level);
                writer.Write(column);
                writer.Write(row);
                writer.Write(tile.Missing);
                writer.Write(tile.Pixels.GetSpan());
            }

            writer.Write(Magic);
            writer.Flush();
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Reads one and brings the file back to what it was then.</summary>
    /// <param name="path">The checkpoint.</param>
    /// <param name="identity">What is converted, how.</param>
    /// <param name="store">The file under way.</param>
    /// <param name="builder">Makes the builder of a step.</param>
    /// <param name="pool">Memory for waiting tiles.</param>
    /// <param name="tileBytes">Bytes of one.</param>
    /// <returns>The step, its builder and progress; null when there is none that fits.</returns>
    public static async Task<(int Step, long Done, LevelBuilder? Builder)?> LoadAsync(
        string path, string identity, TileStore store, Func<int, LevelBuilder?> builder, IPixelPool pool, int tileBytes)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        using var reader = new BinaryReader(file, Encoding.UTF8);
        try
        {
            if (reader.ReadInt64() != Magic || reader.ReadString() != identity || reader.ReadInt64() is var length && length > store.DiskLength)
            {
                return null;
            }

            for (int level = 0; level < store.Offsets.Count; level++)
            {
                reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(store.Offsets[level].AsSpan()));
                reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(store.Counts[level].AsSpan()));
            }

            var shared = new Dictionary<int, (long Offset, int Count)>();
            for (int count = reader.ReadInt32(); count > 0; count--)
            {
                shared.Add(reader.ReadInt32(), (reader.ReadInt64(), reader.ReadInt32()));
            }

            int step = reader.ReadInt32();
            long done = reader.ReadInt64();
            int tiles = reader.ReadInt32();
            var pending = new Dictionary<(int Level, int Column, int Row), PendingTile>();
            for (int count = reader.ReadInt32(); count > 0; count--)
            {
                (int Level, int Column, int Row) key = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
                int missing = reader.ReadInt32();
                PixelLease pixels = await pool.LeaseAsync(tileBytes);
                pending.Add(key, new PendingTile(pixels) { Missing = missing });
                reader.BaseStream.ReadExactly(pixels.GetSpan());
            }

            LevelBuilder? restored = builder(step);
            restored?.Restore(tiles, pending);
            store.Restore(length, shared);
            return (step, done, restored);
        }
        catch (EndOfStreamException)
        {
            return null; // not one of ours: ours appear whole
        }
    }
}
