namespace TissueNet.Slides.Tiff;

/// <summary>Where the stored tiles of an image lie in the file.</summary>
internal sealed class TiffTiles
{
    private readonly TiffFile file;
    private readonly long[] offsets;
    private readonly long[] counts;
    private readonly long mostBytes;

    private TiffTiles(TiffFile file, TiffImage image, long[] offsets, long[] counts)
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
            file, image, image.Directory.Integers(offsetTag, long.MaxValue), image.Directory.Integers(countTag, long.MaxValue));
    }

    /// <summary>Stored bytes of a tile; 0 when it was not scanned.</summary>
    public long ByteCount(int tile) => counts[tile];

    /// <summary>Whether nothing is stored for a tile.</summary>
    public bool IsSparse(int tile) => counts[tile] == 0;

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

    /// <summary>Reads a tile's stored bytes.</summary>
    public void Read(int tile, Span<byte> stored) => file.Source.Read(stored, offsets[tile]);
}
