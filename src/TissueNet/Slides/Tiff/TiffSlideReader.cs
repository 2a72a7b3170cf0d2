using System.Collections.Concurrent;
using System.Numerics;
using TissueNet.Slides.Fetching;

namespace TissueNet.Slides.Tiff;

/// <summary>Reads regions of a tiled TIFF: the tiles that a region touches are read by position, decoded once, and copied.</summary>
internal sealed class TiffSlideReader : ISlideReader
{
    private readonly TiffFile file;
    private readonly TiffLevel[] levels;
    private readonly IReadOnlyDictionary<string, TiffLevel> associated;
    private readonly TileCache cache;
    private readonly bool ownsCache;
    private readonly SourceFetcher fetcher;
    private readonly ConcurrentDictionary<(int Level, int Shrink), TileVisits> visits = [];
    private long decoded;

    public TiffSlideReader(
        TiffFile file,
        SlideInfo info,
        TiffLevel[] levels,
        IReadOnlyDictionary<string, TiffLevel> associated,
        TileCache cache,
        bool ownsCache,
        SourceFetcher fetcher)
    {
        this.file = file;
        Info = info;
        this.levels = levels;
        this.associated = associated;
        this.cache = cache;
        this.ownsCache = ownsCache;
        this.fetcher = fetcher;
    }

    /// <inheritdoc/>
    public SlideInfo Info { get; }

    /// <summary>Stored tiles decoded so far, but for those that were known to be blank.</summary>
    public long TilesDecoded => Interlocked.Read(ref decoded) - levels.Concat(associated.Values).Sum(l => l.Decoder.Skipped);

    /// <summary>Stored tiles of levels that regions have touched so far: each counts once, or once for each shrink factor it was read at.</summary>
    public long TilesTouched => visits.Values.Sum(v => v.Touched);

    /// <inheritdoc/>
    long? ISlideReader.TilesDecoded => TilesDecoded;

    /// <inheritdoc/>
    long? ISlideReader.TilesTouched => TilesTouched;

    /// <inheritdoc/>
    public IReadOnlyList<int> Shrinks(int level) => levels[level].Decoder.Shrinks;

    /// <summary>Stored bytes of the tile in a column and row of a level's grid; 0 when nothing was scanned there.</summary>
    public long StoredBytes(int level, int column, int row) => levels[level].Tiles.ByteCount((row * levels[level].Image.Across) + column);

    /// <summary>Position in the file of a tile's first stored byte.</summary>
    public long StoredOffset(int level, int column, int row) => levels[level].Tiles.Offset((row * levels[level].Image.Across) + column);

    /// <inheritdoc/>
    public void ReadRegion(int level, int shrink, int x, int y, int width, int height, Span<byte> rgb)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(level);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(level, levels.Length);
        Read(levels[level], shrink, x, y, width, height, rgb);
    }

    /// <inheritdoc/>
    public bool ReadsAhead => fetcher.ReadsAhead;

    /// <inheritdoc/>
    public void Prefetch(int level, int shrink, int x, int y, int width, int height)
    {
        if (fetcher.ReadsAhead)
        {
            TileWishes.Announce(fetcher, levels[level], shrink, (x, y, width, height), isHint: true);
        }
    }

    /// <inheritdoc/>
    public void StopPrefetching() => fetcher.Stop();

    /// <inheritdoc/>
    public byte[] ReadAssociated(string name)
    {
        if (!associated.TryGetValue(name, out TiffLevel? image))
        {
            throw new SlideException(
                file.Path, $"'{Path.GetFileName(file.Path)}' has no image '{name}'; it has: {string.Join(", ", associated.Keys)}.");
        }

        if (image.Image.Area > SlideLimits.AssociatedPixels)
        {
            throw new SlideException(
                file.Path,
                $"The image '{name}' of '{Path.GetFileName(file.Path)}' has {image.Image.Width} x {image.Image.Height} px, "
                + $"more than the {SlideLimits.AssociatedPixels:N0} that are read at once.");
        }

        byte[] rgb = new byte[image.Image.Area * 3];
        Read(image, 1, 0, 0, image.Image.Width, image.Image.Height, rgb);
        return rgb;
    }

    public void Dispose()
    {
        cache.Remove(this);
        if (ownsCache)
        {
            cache.Dispose();
        }

        fetcher.Dispose();
    }

    private void Read(TiffLevel level, int shrink, int x, int y, int width, int height, Span<byte> rgb)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(rgb.Length, (long)width * height * 3, nameof(rgb));
        if (shrink != 1 && !level.Decoder.Shrinks.Contains(shrink))
        {
            throw new ArgumentOutOfRangeException(nameof(shrink), shrink, "Not one of the factors that this level offers.");
        }

        (int levelWidth, int levelHeight) = level.Size(shrink);
        int left = Math.Max(0, x), top = Math.Max(0, y);
        int right = (int)Math.Min(levelWidth, (long)x + width), bottom = (int)Math.Min(levelHeight, (long)y + height);
        if (left > x || top > y || right < (long)x + width || bottom < (long)y + height)
        {
            RgbPixels.Fill(rgb[..(width * height * 3)], Info.BackgroundColor);
        }

        if (left >= right || top >= bottom)
        {
            return;
        }

        if (fetcher.ReadsAhead)
        {
            TileWishes.Announce(fetcher, level, shrink, (x, y, width, height), isHint: false);
        }

        (int tileWidth, int tileHeight) = level.TileSize(shrink);
        int firstColumn = left / tileWidth, lastColumn = (right - 1) / tileWidth;
        int firstRow = top / tileHeight, lastRow = (bottom - 1) / tileHeight;

        // Whole tiles and nothing else, so whoever asks knows of tiles.
        bool isWhole = left % tileWidth == 0 && right % tileWidth == 0 && top % tileHeight == 0 && bottom % tileHeight == 0;
        int across = lastColumn - firstColumn + 1, count = across * (lastRow - firstRow + 1);

        // What another thread decodes right now comes last: decoding the others first is better than waiting.
        ulong busy = 0;
        for (int i = 0; i < count; i++)
        {
            int tile = ((firstRow + (i / across)) * level.Image.Across) + firstColumn + (i % across);
            if (count is > 1 and <= 64 && cache.IsBusy(new TileKey(this, level.Number, tile, shrink)))
            {
                busy |= 1UL << i;
                continue;
            }

            ReadPart(i, rgb);
        }

        for (; busy != 0; busy &= busy - 1)
        {
            ReadPart(BitOperations.TrailingZeroCount(busy), rgb);
        }

        void ReadPart(int i, Span<byte> rgb)
        {
            int row = firstRow + (i / across), column = firstColumn + (i % across);
            int fromX = Math.Max(left, column * tileWidth), toX = Math.Min(right, (column + 1) * tileWidth);
            int fromY = Math.Max(top, row * tileHeight), toY = Math.Min(bottom, (row + 1) * tileHeight);
            Span<byte> target = rgb.Slice((((fromY - y) * width) + fromX - x) * 3);
            (int X, int Y, int Width, int Height) part =
                (fromX - (column * tileWidth), fromY - (row * tileHeight), toX - fromX, toY - fromY);
            ReadTile(level, (row * level.Image.Across) + column, shrink, part, isWhole, target, width * 3);
            TileWishes.Served(fetcher, level, (row * level.Image.Across) + column);
        }
    }

    private void ReadTile(
        TiffLevel level, int tile, int shrink, (int X, int Y, int Width, int Height) part, bool isWhole, Span<byte> target, int stride)
    {
        if (level.Tiles.IsSparse(tile))
        {
            RgbPixels.Fill(target, stride, part.Width, part.Height, Info.BackgroundColor);
            return;
        }

        TileVisits seen = visits.GetOrAdd((level.Number, shrink), static (_, l) => new TileVisits(l.Image.Across * l.Image.Down), level);
        seen.Touch(tile);
        (int tileWidth, int tileHeight) = level.TileSize(shrink);
        var key = new TileKey(this, level.Number, tile, shrink);

        // Nobody comes back for a tile that is wanted whole, unless regions overlap: it is decoded where it is wanted.
        bool isFull = part.Width == tileWidth && part.Height == (level.Rows(tile) + shrink - 1) / shrink;
        if ((isWhole || (isFull && !seen.IsRevisited)) && !cache.Contains(key))
        {
            seen.Spend(tile);
            Decode(level, tile, shrink, target, stride);
            return;
        }

        CachedTile kept = cache.Get(
            key,
            tileWidth * tileHeight * 3,
            (Reader: this, Level: level, Stride: tileWidth * 3),
            static (s, k, pixels) => s.Reader.Decode(s.Level, k.Tile, k.Shrink, pixels, s.Stride));
        try
        {
            RgbPixels.Copy(
                kept.Pixels[(((part.Y * tileWidth) + part.X) * 3)..], tileWidth * 3, target, stride, part.Width, part.Height);
            if (!seen.IsRevisited && kept.HandOut(part.Width * part.Height) >= level.Pixels(tile, shrink))
            {
                seen.Spend(tile);
                cache.Spend(kept);
            }
        }
        finally
        {
            kept.Release();
        }
    }

    private void Decode(TiffLevel level, int tile, int shrink, Span<byte> rgb, int stride)
    {
        Interlocked.Increment(ref decoded);
        try
        {
            using StoredBytes stored = level.Tiles.Fetch(tile, fetcher);
            level.Decoder.Decode(stored.Span, level.Rows(tile), shrink, rgb, stride);
            if (shrink > 1)
            {
                TileEdges.Repair(level, tile, shrink, rgb, stride);
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            int column = tile % level.Image.Across, row = tile / level.Image.Across;
            string where = level.Number >= 0 ? $"level {level.Number}" : "an associated image";
            throw new SlideException(
                file.Path,
                $"Tile ({column}, {row}) of {where} of '{Path.GetFileName(file.Path)}' cannot be read: {exception.Message.TrimEnd('.')}.",
                "Copy or export the slide again.",
                exception);
        }
    }
}
