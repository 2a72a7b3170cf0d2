using System.Buffers;

namespace TissueNet.Slides.Writing;

/// <summary>Copies stored tiles bit for bit, in the order in which the source has them, many with one read.</summary>
/// <param name="source">Where from.</param>
/// <param name="store">Where to.</param>
/// <param name="progress">Told of pixels copied.</param>
internal sealed class TileCopier(LosslessSource source, TileStore store, ConversionProgress progress)
{
    private const int MaxTileBytes = 256 << 20;
    private const int ReadBytes = 4 << 20;
    private const int MaxGap = 64 << 10;

    /// <summary>Copies all tiles of the given levels.</summary>
    /// <param name="levels">By page; null where nothing is copied.</param>
    /// <param name="cancellation">Ends copying.</param>
    public void Copy(IReadOnlyList<StoredTiles?> levels, CancellationToken cancellation)
    {
        List<Place> places = Sort(levels);
        for (int first = 0; first < places.Count;)
        {
            cancellation.ThrowIfCancellationRequested();
            int end = first + 1;
            long start = places[first].Offset, stop = places[first].End;
            while (end < places.Count && places[end].Offset - stop <= MaxGap && Math.Max(stop, places[end].End) - start <= ReadBytes)
            {
                stop = Math.Max(stop, places[end].End);
                end++;
            }

            CopyRun(places[first..end], start, (int)(stop - start), levels);
            first = end;
        }
    }

    private List<Place> Sort(IReadOnlyList<StoredTiles?> levels)
    {
        var places = new List<Place>();
        for (int level = 0; level < levels.Count; level++)
        {
            if (levels[level] is not { } tiles)
            {
                continue;
            }

            for (int i = 0; i < tiles.Counts.Length; i++)
            {
                if (tiles.Counts[i] == 0 || tiles.Offsets[i] == 0) // nothing was scanned, as the reader sees it
                {
                    progress.AddCopied(Pixels(tiles, i));
                    continue;
                }

                if (tiles.Counts[i] is < 4 or > MaxTileBytes || !source.Contains(tiles.Offsets[i], tiles.Counts[i]))
                {
                    throw source.Corrupt(
                        $"tile {i} of level {level} would take {tiles.Counts[i]} bytes at byte {tiles.Offsets[i]} of {source.Bytes.Length}");
                }

                places.Add(new Place(tiles.Offsets[i], (int)tiles.Counts[i], level, i));
            }
        }

        places.Sort(Place.Compare);
        return places;
    }

    private void CopyRun(List<Place> places, long start, int length, IReadOnlyList<StoredTiles?> levels)
    {
        byte[] bytes = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            source.Bytes.Read(bytes.AsSpan(0, length), start);
            Place? before = null;
            foreach (Place place in places)
            {
                ReadOnlySpan<byte> tile = bytes.AsSpan((int)(place.Offset - start), place.Count);
                if (tile is not [0xFF, 0xD8, ..])
                {
                    throw source.Corrupt($"tile {place.Index} of level {place.Level}, at byte {place.Offset}, is not JPEG");
                }

                // Tiles that share bytes go on to share them.
                bool isShared = before is { } last && last.Offset == place.Offset && last.Count == place.Count;
                store.Offsets[place.Level][place.Index] = isShared
                    ? store.Offsets[before!.Value.Level][before.Value.Index]
                    : store.Append(tile);
                store.Counts[place.Level][place.Index] = place.Count;
                progress.AddCopied(Pixels(levels[place.Level]!, place.Index));
                before = place;
            }
        }
        catch (EndOfStreamException exception)
        {
            throw new SlideException(source.Path, exception.Message, "Copy or export the slide again.", exception);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private static long Pixels(StoredTiles tiles, int index)
    {
        PlannedLevel plan = tiles.Plan;
        int column = index % plan.Across, row = index / plan.Across;
        return (long)Math.Min(plan.TileWidth, plan.Width - (column * plan.TileWidth))
            * Math.Min(plan.TileHeight, plan.Height - (row * plan.TileHeight));
    }

    private readonly record struct Place(long Offset, int Count, int Level, int Index)
    {
        public long End => Offset + Count;

        public static int Compare(Place a, Place b) => (a.Offset, a.Count, a.Level, a.Index).CompareTo((b.Offset, b.Count, b.Level, b.Index));
    }
}
