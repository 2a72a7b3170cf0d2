using CsCheck;
using TissueNet.Tissue;

namespace TissueNet.Tests.Tissue;

public class PixelHistogramTests
{
    // Few values and long runs as well as any: runs of eight are counted apart.
    private static readonly Gen<byte[]> Values = Gen.Select(Gen.Byte, Gen.Int[1, 20]).Array[0, 40]
        .Select(runs => runs.SelectMany(r => Enumerable.Repeat(r.Item1, r.Item2)).ToArray());

    [Fact]
    public void Add_AnyValues_CountsThem() => Values.Sample(values =>
    {
        var counts = new PixelHistogram();
        counts.Add(values);
        counts.Add(values);
        Histogram(counts).ShouldBe(Expected(values, 2));
    });

    [Fact]
    public void Remove_AnyMarks_TakesTheirValuesBack() => Gen.Select(Values, Gen.ULong).Sample((values, mark) =>
    {
        var marked = new ulong[(values.Length + 63) / 64];
        for (int x = 0; x < values.Length; x++)
        {
            marked[x >> 6] |= mark & (1UL << (x & 63));
        }

        var counts = new PixelHistogram();
        counts.Add(values);
        counts.Remove(values, marked);
        Histogram(counts).ShouldBe(Expected([.. values.Where((_, x) => (mark >> (x & 63) & 1) == 0)], 1));
    });

    private static long[] Histogram(PixelHistogram counts)
    {
        var histogram = new long[256];
        counts.CopyTo(histogram);
        return histogram;
    }

    private static long[] Expected(byte[] values, int times)
    {
        var histogram = new long[256];
        foreach (byte value in values)
        {
            histogram[value] += times;
        }

        return histogram;
    }
}
