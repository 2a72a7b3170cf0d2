using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using TissueNet.Slides;
using TissueNet.Slides.Tiff;
using TissueNet.Stages;

namespace TissueNet.Tests.Slides;

/// <summary>Small files that claim much: refused, or read, without taking it.</summary>
public sealed class TiffBombTests
{
    private const long Most = 96L << 20;
    private const int Long = 4;
    private const int Short = 3;
    private const int Ascii = 2;

    [Fact]
    public void TableOfBillions_InAFewBytes_IsRefusedBeforeMemoryIsTaken()
    {
        using var file = new Bomb();
        file.Directory([.. Basics(4_000_000, 4_000_000, 4096), (324, Long, uint.MaxValue, 8), (325, Long, uint.MaxValue, 8)]);

        Open(file).ShouldContain("TileOffsets");
    }

    [Fact]
    public void OverlappingDirectories_OfThousandsOfFields_AreRefused()
    {
        // One run of fields; each directory begins a field later than the one before, and its link is the next one's place.
        using var file = new Bomb();
        for (int i = 0; i < 9000; i++)
        {
            file.Number(4095, 2);   // as a tag: the field; as a count: a directory of 4095 fields
            file.Number(4095, 2);
            file.Number(8 + ((i + 1) * 12), 4);
            file.Number(8 + ((i + 1 - 4094) * 12), 4);
        }

        Open(file, first: 8).ShouldContain("damaged TIFF");
    }

    [Fact]
    public void LongDescription_OnThousandsOfPages_IsNotReadThousandsOfTimes()
    {
        using var file = new Bomb();
        int text = file.Length;
        file.Bytes(Encoding.ASCII.GetBytes("Aperio|" + string.Concat(Enumerable.Repeat("a=1|", 1_900_000))));
        int length = file.Length - text;
        for (int i = 0; i < 2000; i++)
        {
            (int, int, long, long)[] page = i == 0 ? [.. Basics(64, 64, 64), (324, Long, 1, 8), (325, Long, 1, 8)] : [(256, Short, 1, 60), (257, Short, 1, 60)];
            file.Directory([.. page, (270, Ascii, length, text)]);
        }

        Open(file).ShouldBe("svs");
    }

    [Fact]
    public void ThousandsOfLevels_OnOneTable_AreRefused()
    {
        using var file = new Bomb();
        for (int i = 0; i < 300; i++)
        {
            file.Directory([.. Basics(60_000 - (i * 150), 60_000 - (i * 150), 16), (324, Short, 14_062_500, 8), (325, Short, 14_062_500, 8)]);
        }

        file.Bytes(new byte[28_200_000]);
        Open(file).ShouldContain("levels");
    }

    [Fact]
    public void JpegTablesOfAMegabyte_OnManyLevels_StayBounded()
    {
        using var file = new Bomb();
        int tables = file.Length;
        file.Bytes([0xFF, 0xD8, .. Enumerable.Repeat<byte[]>([0xFF, 0xDD, 0, 4, 0, 0], 150_000).SelectMany(b => b), 0xFF, 0xD9]);
        for (int i = 0; i < 40; i++)
        {
            file.Directory([.. Basics(4000 - (i * 100), 4000 - (i * 100), 4096), (259, Short, 1, 7), (324, Long, 1, 8), (325, Long, 1, 8), (347, 7, 900_004, tables)]);
        }

        Open(file).ShouldContain("JpegTables");
    }

    private static (int Tag, int Type, long Count, long Value)[] Basics(int width, int height, int tile) =>
    [
        (256, Long, 1, width), (257, Long, 1, height), (258, Short, 1, 8), (262, Short, 1, 1), (277, Short, 1, 1), (322, Long, 1, tile), (323, Long, 1, tile),
    ];

    private static string Open(Bomb bomb, long? first = null)
    {
        byte[] bytes = bomb.ToArray(first);
        using var pool = new PixelPool(1 << 20);
        using var cache = new TileCache(pool, 0);
        long allocated = GC.GetAllocatedBytesForCurrentThread(), started = Stopwatch.GetTimestamp();
        string outcome;
        try
        {
            using TiffSlideReader reader = new TiffSlideFormat().Open("bomb.tif", new MemoryByteSource(bytes), cache, ownsCache: false);
            outcome = reader.Info.Format;
        }
        catch (SlideException exception)
        {
            outcome = exception.Message;
        }

        (GC.GetAllocatedBytesForCurrentThread() - allocated).ShouldBeLessThan(Most, outcome);
        Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(5), outcome);
        return outcome;
    }

    /// <summary>A classic little-endian TIFF of raw directories.</summary>
    private sealed class Bomb : IDisposable
    {
        private readonly MemoryStream file = new();
        private long link = 4;

        public Bomb() => file.Write("II*\0\0\0\0\0"u8);

        public int Length => (int)file.Length;

        public void Dispose() => file.Dispose();

        public void Bytes(byte[] bytes) => file.Write(bytes);

        public void Number(long value, int size)
        {
            Span<byte> all = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(all, value);
            file.Write(all[..size]);
        }

        public void Directory((int Tag, int Type, long Count, long Value)[] fields)
        {
            long start = file.Length;
            Link(start);
            Number(fields.Length, 2);
            foreach ((int tag, int type, long count, long value) in fields.GroupBy(f => f.Tag).Select(g => g.Last()).OrderBy(f => f.Tag))
            {
                Number(tag, 2);
                Number(type, 2);
                Number(count, 4);
                Number(value, 4);
            }

            link = file.Position;
            Number(0, 4);
        }

        public byte[] ToArray(long? first)
        {
            if (first is { } offset)
            {
                Link(offset);
            }

            return file.ToArray();
        }

        private void Link(long to)
        {
            file.Position = link;
            Number(to, 4);
            file.Position = file.Length;
        }
    }
}
