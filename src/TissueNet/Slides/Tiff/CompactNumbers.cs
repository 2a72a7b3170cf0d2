using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace TissueNet.Slides.Tiff;

/// <summary>Whole numbers of a file, one per tile: in 4 bytes each where they fit, which halves the tables of a slide of many tiles.</summary>
internal sealed class CompactNumbers
{
    private const int BlockBytes = 1 << 20;
    private uint[]? small;
    private long[]? large;

    private CompactNumbers(uint[]? small, long[]? large)
    {
        this.small = small;
        this.large = large;
    }

    public long this[int index] => small is { } numbers ? numbers[index] : large![index];

    /// <summary>Bytes of memory taken.</summary>
    public long Bytes => ((small?.Length ?? 0) * 4L) + ((large?.Length ?? 0) * 8L);

    /// <summary>Reads numbers.</summary>
    /// <param name="file">The file.</param>
    /// <param name="offset">Where they begin; they lie in the file.</param>
    /// <param name="size">Bytes of each there: 1, 2, 4 or 8.</param>
    /// <param name="count">How many.</param>
    public static CompactNumbers Read(TiffFile file, long offset, int size, int count)
    {
        if (size == 4)
        {
            // In the file as in memory: one read, straight to where they stay.
            uint[] numbers = GC.AllocateUninitializedArray<uint>(count);
            file.Source.Read(MemoryMarshal.AsBytes(numbers.AsSpan()), offset);
            if (file.IsBigEndian == BitConverter.IsLittleEndian)
            {
                BinaryPrimitives.ReverseEndianness(numbers, numbers);
            }

            return new CompactNumbers(numbers, null);
        }

        // Numbers beyond the file's end are damage and few, so the file's length says which size will do.
        CompactNumbers table = size < 8 || file.Source.Length <= uint.MaxValue
            ? new CompactNumbers(GC.AllocateUninitializedArray<uint>(count), null)
            : new CompactNumbers(null, GC.AllocateUninitializedArray<long>(count));
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(BlockBytes, (long)count * size));
        try
        {
            int perBlock = BlockBytes / size;
            for (int done = 0; done < count; done += perBlock)
            {
                Span<byte> block = buffer.AsSpan(0, Math.Min(perBlock, count - done) * size);
                file.Source.Read(block, offset + ((long)done * size));
                for (int i = 0; i < block.Length / size; i++)
                {
                    table.Set(done + i, file.Integer(block[(i * size)..], size));
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return table;
    }

    private void Set(int index, long number)
    {
        if (small is not null && (ulong)number <= uint.MaxValue)
        {
            small[index] = (uint)number;
            return;
        }

        large ??= Widen(small!, index);
        small = null;
        large[index] = number;
    }

    private static long[] Widen(uint[] numbers, int known)
    {
        long[] wide = GC.AllocateUninitializedArray<long>(numbers.Length);
        for (int i = 0; i < known; i++)
        {
            wide[i] = numbers[i];
        }

        return wide;
    }
}
