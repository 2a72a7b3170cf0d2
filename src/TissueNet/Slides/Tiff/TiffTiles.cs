using System.Buffers;
using System.Buffers.Binary;
using TissueNet.Slides.Fetching;

namespace TissueNet.Slides.Tiff;

/// <summary>Where the stored tiles of an image lie in the file.</summary>
internal sealed class TiffTiles
{
    private readonly TiffFile file;
    private readonly CompactNumbers offsets;
    private readonly CompactNumbers counts;
    private readonly long mostBytes;

    // Where colours are stored apart, the tables list all tiles of the first colour, then all of the next.
    private readonly int planes;
    private readonly int perPlane;

    private TiffTiles(TiffFile file, TiffImage image, CompactNumbers offsets, CompactNumbers counts)
    {
        this.file = file;
        this.offsets = offsets;
        this.counts = counts;
        planes = image.IsPlanar ? image.Samples : 1;
        perPlane = image.Across * image.Down;

        // No codec here makes more than this of a tile; a claim beyond it is damage, not data.
        mostBytes = Math.Min(TiffImage.MaxTileBytes, 4L * image.TileWidth * image.TileHeight * image.Samples) + (1 << 20);
    }

    /// <summary>Reads the table of tiles.</summary>
    /// <exception cref="SlideException">It is absent or does not fit the image.</exception>
    public static TiffTiles Read(TiffFile file, TiffImage image)
    {
        long expected = (long)image.Across * image.Down * (image.IsPlanar ? image.Samples : 1);
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
    public long ByteCount(int tile)
    {
        long sum = 0;
        for (int plane = 0; plane < planes; plane++)
        {
            int place = tile + (plane * perPlane);
            sum += IsEmpty(place) ? 0 : counts[place];
        }

        return sum;
    }

    /// <summary>Whether nothing is stored for a tile.</summary>
    public bool IsSparse(int tile) => IsEmpty(tile) && (planes == 1 || ByteCount(tile) == 0);

    /// <summary>Position of the first byte of a tile that is stored in one piece.</summary>
    public long Offset(int tile) => offsets[tile];

    /// <summary>Whether a tile is stored in one piece, which lies in the file: then it can be read ahead.</summary>
    public bool IsInOnePiece(int tile) =>
        planes == 1 && !IsEmpty(tile) && counts[tile] <= mostBytes && file.Contains(offsets[tile], counts[tile]);

    /// <summary>A tile's stored bytes as <see cref="Read(int, Span{byte})"/> gives them, read ahead or now. Dispose them after use.</summary>
    /// <exception cref="InvalidDataException">They do not lie in the file.</exception>
    public StoredBytes Fetch(int tile, SourceFetcher fetcher)
    {
        int length = Length(tile);
        if (planes == 1)
        {
            return fetcher.Read(offsets[tile], length);
        }

        byte[] rented = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            Read(tile, rented.AsSpan(0, length));
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(rented);
            throw;
        }

        return new StoredBytes(rented, length);
    }

    /// <summary>Checks that a tile lies in the file, and gives the length of what <see cref="Read(int, Span{byte})"/> makes of it.</summary>
    /// <exception cref="InvalidDataException">It does not.</exception>
    public int Length(int tile)
    {
        if (planes == 1)
        {
            return PlaceLength(tile);
        }

        int sum = 0;
        for (int plane = 0; plane < planes; plane++)
        {
            sum = checked(sum + sizeof(int) + PlaceLength(tile + (plane * perPlane)));
        }

        return sum;
    }

    /// <summary>
    /// Reads a tile's stored bytes. Where colours are stored apart, each colour's follow those before it, led by their number (32 bit,
    /// little-endian).
    /// </summary>
    public void Read(int tile, Span<byte> stored)
    {
        if (planes == 1)
        {
            file.Source.Read(stored, offsets[tile]);
            return;
        }

        for (int plane = 0; plane < planes; plane++)
        {
            int place = tile + (plane * perPlane), length = PlaceLength(place);
            BinaryPrimitives.WriteInt32LittleEndian(stored, length);
            file.Source.Read(stored.Slice(sizeof(int), length), offsets[place]);
            stored = stored[(sizeof(int) + length)..];
        }
    }

    // No image begins where the file's header lies.
    private bool IsEmpty(int place) => counts[place] == 0 || offsets[place] == 0;

    private int PlaceLength(int place)
    {
        long count = counts[place];
        if (count > mostBytes || !file.Contains(offsets[place], count))
        {
            throw new InvalidDataException(
                $"it would take {count} bytes at byte {offsets[place]} of a file of {file.Source.Length} bytes");
        }

        return (int)count;
    }
}
