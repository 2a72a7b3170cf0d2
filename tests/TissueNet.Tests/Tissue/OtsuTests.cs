using CsCheck;
using TissueNet.Tissue;

namespace TissueNet.Tests.Tissue;

public class OtsuTests
{
    [Fact]
    public void Split_AnyHistogram_MaximisesBetweenClassVariance() =>
        Gen.Select(Gen.Int[2, 12], Gen.Long[0, 20]).SelectMany((length, most) => Gen.Long[0, most].Array[length]).Sample(histogram =>
        {
            decimal[] variances = [.. Enumerable.Range(0, histogram.Length - 1).Select(t => Variance(histogram, t))];
            if (Otsu.Split(histogram) is not { } split)
            {
                variances.ShouldAllBe(v => v < 0);
                return;
            }

            // Of equals, the lowest; of a plateau made by empty bins, its middle.
            int first = Enumerable.Range(0, variances.Length).First(t => Same(variances[t], variances.Max())), last = first;
            while (last + 1 < variances.Length && histogram[last + 1] == 0 && Same(variances[last + 1], variances.Max()))
            {
                last++;
            }

            split.Threshold.ShouldBe((first + last) / 2);
            split.LowerMean.ShouldBeLessThan(split.UpperMean);
        });

    [Fact]
    public void Split_OneValue_IsNull()
    {
        var histogram = new long[256];
        Otsu.Split(histogram).ShouldBeNull();
        histogram[7] = 100;
        Otsu.Split(histogram).ShouldBeNull();
    }

    [Fact]
    public void Split_TwoValues_LiesBetween()
    {
        var histogram = new long[256];
        histogram[10] = 3_000_000_000;
        histogram[200] = 5;
        OtsuSplit split = Otsu.Split(histogram).ShouldNotBeNull();
        split.ShouldBe(new OtsuSplit(104, 10, 200));
    }

    private static bool Same(decimal a, decimal b) => Math.Abs(a - b) < 1e-15m;

    private static decimal Variance(long[] histogram, int threshold)
    {
        decimal n0 = histogram[..(threshold + 1)].Sum(), n1 = histogram[(threshold + 1)..].Sum();
        if (n0 == 0 || n1 == 0)
        {
            return -1;
        }

        decimal s0 = 0, s1 = 0;
        for (int i = 0; i < histogram.Length; i++)
        {
            (s0, s1) = i <= threshold ? (s0 + (i * histogram[i]), s1) : (s0, s1 + (i * histogram[i]));
        }

        decimal distance = (s0 / n0) - (s1 / n1);
        return n0 * n1 * distance * distance / ((n0 + n1) * (n0 + n1));
    }
}
