namespace TissueNet.Slides.OpenSlide;

/// <summary>
/// Reads regions by OpenSlide. Small ones are cut from blocks that the cache keeps, so that patches that overlap or share stored tiles
/// have them decoded about once, whichever handle they get; large ones go straight to OpenSlide, piece by piece.
/// </summary>
internal sealed class OpenSlideReader : ISlideReader
{
    // From this many blocks on, most of each is wanted now and little of it later.
    private const int ManyBlocks = 6;

    private readonly string path;
    private readonly OpenSlideLevel[] levels;
    private readonly OpenSlideHandles handles;
    private readonly TileCache cache;
    private readonly bool ownsCache;
    private long blocksRead;

    /// <summary>Makes a reader.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="info">What it says about itself.</param>
    /// <param name="levels">Its levels.</param>
    /// <param name="handles">The open file; the reader disposes it.</param>
    /// <param name="cache">Keeps blocks.</param>
    /// <param name="ownsCache">Whether the reader disposes the cache.</param>
    public OpenSlideReader(string path, SlideInfo info, OpenSlideLevel[] levels, OpenSlideHandles handles, TileCache cache, bool ownsCache)
    {
        this.path = path;
        this.levels = levels;
        this.handles = handles;
        this.cache = cache;
        this.ownsCache = ownsCache;
        Info = info;
    }

    /// <inheritdoc/>
    public SlideInfo Info { get; }

    /// <summary>Blocks read into the cache so far.</summary>
    public long BlocksRead => Interlocked.Read(ref blocksRead);

    /// <summary>Handles thrown away after an error so far.</summary>
    public long HandlesDiscarded => handles.Discarded;

    /// <inheritdoc/>
    /// <remarks>OpenSlide decodes in full only.</remarks>
    public IReadOnlyList<int> Shrinks(int level) => [];

    /// <inheritdoc/>
    public void ReadRegion(int level, int shrink, int x, int y, int width, int height, Span<byte> rgb)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(shrink, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(level);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(level, levels.Length);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(rgb.Length, (long)width * height * 3, nameof(rgb));
        OpenSlideLevel from = levels[level];
        SlideBounds scanned = from.Scanned;
        int left = Math.Max(scanned.X, x), top = Math.Max(scanned.Y, y);
        int right = (int)Math.Min(scanned.X + scanned.Width, (long)x + width), bottom = (int)Math.Min(scanned.Y + scanned.Height, (long)y + height);
        if (left > x || top > y || right < (long)x + width || bottom < (long)y + height)
        {
            RgbPixels.Fill(rgb[..(width * height * 3)], Info.BackgroundColor);
        }

        if (left >= right || top >= bottom)
        {
            return;
        }

        if (handles.IsGivenUp)
        {
            throw new SlideException(
                path,
                $"'{Name}' is given up: {OpenSlideHandles.MostFailures} regions in a row could not be read.",
                "See the first failures of this slide, and copy or export it again.");
        }

        Span<byte> inside = rgb[((((top - y) * width) + left - x) * 3)..];
        try
        {
            if (!TryReadBlocks(from, (left, top, right, bottom), inside, width * 3))
            {
                ReadDirectly(from, left, top, right - left, bottom - top, inside, width * 3);
            }
        }
        catch (SlideException)
        {
            handles.Failed();
            throw;
        }

        handles.Succeeded();
    }

    /// <inheritdoc/>
    public byte[] ReadAssociated(string name)
    {
        if (!Info.Associated.TryGetValue(name, out (int Width, int Height) size))
        {
            throw new SlideException(path, $"'{Name}' has no image '{name}'; it has: {string.Join(", ", Info.Associated.Keys)}.");
        }

        if ((long)size.Width * size.Height > SlideLimits.AssociatedPixels)
        {
            throw new SlideException(
                path, $"The image '{name}' of '{Name}' has {size.Width} x {size.Height} px, more than the {SlideLimits.AssociatedPixels:N0} that are read at once.");
        }

        try
        {
            return handles.Use(handle => handle.ReadAssociated(name, size.Width, size.Height, Info.BackgroundColor));
        }
        catch (InvalidDataException exception)
        {
            throw Failure($"The image '{name}' of '{Name}'", exception);
        }
    }

    public void Dispose()
    {
        cache.Remove(this);
        if (ownsCache)
        {
            cache.Dispose();
        }

        handles.Dispose();
    }

    private string Name => Path.GetFileName(path);

    // False where the cache is of no use, or where a block failed: what is wrong in the rest of a block is not the region's fault.
    private bool TryReadBlocks(in OpenSlideLevel from, (int Left, int Top, int Right, int Bottom) region, Span<byte> target, int stride)
    {
        int firstColumn = region.Left / from.BlockWidth, lastColumn = (region.Right - 1) / from.BlockWidth;
        int firstRow = region.Top / from.BlockHeight, lastRow = (region.Bottom - 1) / from.BlockHeight;
        if ((lastColumn - firstColumn + 1L) * (lastRow - firstRow + 1L) > ManyBlocks || cache.Capacity == 0 || !from.HasBlocks)
        {
            return false;
        }

        for (int row = firstRow; row <= lastRow; row++)
        {
            for (int column = firstColumn; column <= lastColumn; column++)
            {
                if (!TryReadBlock(from, column, row, region, target, stride))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private bool TryReadBlock(
        in OpenSlideLevel from, int column, int row, (int Left, int Top, int Right, int Bottom) region, Span<byte> target, int stride)
    {
        int x = column * from.BlockWidth, y = row * from.BlockHeight;
        int width = Math.Min(from.BlockWidth, from.Width - x), height = Math.Min(from.BlockHeight, from.Height - y);
        CachedTile block;
        try
        {
            block = cache.Get(
                new TileKey(this, from.Index, (row * from.Across) + column, 1),
                width * height * 3,
                this,
                static (reader, key, pixels) => reader.ReadBlock(key, pixels));
        }
        catch (SlideException)
        {
            return false;
        }

        try
        {
            int fromX = Math.Max(region.Left, x), toX = Math.Min(region.Right, x + width);
            int fromY = Math.Max(region.Top, y), toY = Math.Min(region.Bottom, y + height);
            RgbPixels.Copy(
                block.Pixels[((((fromY - y) * width) + fromX - x) * 3)..],
                width * 3,
                target[(((fromY - region.Top) * stride) + ((fromX - region.Left) * 3))..],
                stride,
                toX - fromX,
                toY - fromY);
            return true;
        }
        finally
        {
            block.Release();
        }
    }

    private void ReadBlock(TileKey key, Span<byte> pixels)
    {
        OpenSlideLevel from = levels[key.Level];
        int x = key.Tile % from.Across * from.BlockWidth, y = key.Tile / from.Across * from.BlockHeight;
        int width = Math.Min(from.BlockWidth, from.Width - x), height = Math.Min(from.BlockHeight, from.Height - y);
        Interlocked.Increment(ref blocksRead);
        ReadDirectly(from, x, y, width, height, pixels, width * 3);
    }

    private void ReadDirectly(in OpenSlideLevel from, int x, int y, int width, int height, Span<byte> target, int stride)
    {
        try
        {
            handles.Read(from, x, y, width, height, target, stride, Info.BackgroundColor);
        }
        catch (InvalidDataException exception)
        {
            throw Failure($"Pixels at ({x}, {y}) of level {from.Index} of '{Name}'", exception);
        }
    }

    private SlideException Failure(string what, InvalidDataException exception) =>
        new(path, $"{what} cannot be read: {exception.Message.TrimEnd('.')}.", "Copy or export the slide again, with all of its files.", exception);
}
