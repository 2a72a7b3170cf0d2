using TissueNet.Slides.Fetching;

namespace TissueNet.Slides.Tiff;

/// <summary>Where the stored tiles of an image lie in the file.</summary>
internal sealed class TiffTiles
{
    private readonly TiffFile file;
    private readonly CompactNumbers offsets;
    private readonly CompactNumbers counts;
    private readonly long mostBytes;

    private TiffTiles(TiffFile file, TiffImage image, CompactNumbers offsets, CompactNumbers counts)
    {
        this.file = file;
        this.offsets = offsets;
        this.counts = counts;

        // No codec here makes more than this of a tile; a claim beyond it is damage, not data.
        mostBytes = Math.Min(int.MaxValue / 2, (4L * image.TileWidth * image.TileHeight * image.Samples) + (1 << 20));
    }

    /// <summary>Reads the table of tiles.</summary>
    /// <exception cref="SlideException">It is absent or does not fit the image.</exception>
    public static TiffTiles Read(TiffFile file, TiffImage image)
    {
        long expected = (long)image.Across * image.Down;
        (TiffTag offsetTag, TiffTag countTag) = image.Directory.Has(TiffTag.TileOffsets)
            ? (TiffTag.TileOffsets, TiffTag.TileByteCounts)
            : (TiffTag.StripOffsets, TiffTag.StripByteCounts);
        foreach (TiffTag tag in (ReadOnlySpan<TiffTag>)[offsetTag, countTag])
        {
            long count = image.Directory.Count(tag);
            if (count < expected || count > expected + 65536)
            {
                throw file.Corrupt(
                    $"directory {image.Directory.Index}, of {image.Width} x {image.Height} px, has {count} values of {tag}, expected {expected}");
            }
        }

        return new TiffTiles(
            file, image, image.Directory.Table(offsetTag, (int)expected), image.Directory.Table(countTag, (int)expected));
    }

    /// <summary>Stored bytes of a tile; 0 when it was not scanned.</summary>
    public long ByteCount(int tile) => counts[tile];

    /// <summary>Whether nothing is stored for a tile.</summary>
    public bool IsSparse(int tile) => counts[tile] == 0;

    /// <summary>Whether a tile is stored, and lies in the file.</summary>
    public bool IsReadable(int tile) => counts[tile] is > 0 and var count && count <= mostBytes && file.Contains(offsets[tile], count);

    /// <summary>Checks that a tile lies in the file, and gives its length.</summary>
    /// <exception cref="InvalidDataException">It does not.</exception>
    public int Length(int tile)
    {
        long count = counts[tile];
        if (count > mostBytes || !file.Contains(offsets[tile], count))
        {
            throw new InvalidDataException(
                $"it would take {count} bytes at byte {offsets[tile]} of a file of {file.Source.Length} bytes");
        }

        return (int)count;
    }

    /// <summary>Position of a tile's first stored byte.</summary>
    public long Offset(int tile) => offsets[tile];

    /// <summary>A tile's stored bytes, read ahead or now.</summary>
    /// <exception cref="InvalidDataException">They do not lie in the file.</exception>
    public StoredBytes Fetch(int tile, SourceFetcher fetcher) => fetcher.Read(offsets[tile], Length(tile));

    /// <summary>Reads a tile's stored bytes.</summary>
    public void Read(int tile, Span<byte> stored) => file.Source.Read(stored, offsets[tile]);
}
