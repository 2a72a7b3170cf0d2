using CsCheck;
using TissueNet.Slides.Resampling;

namespace TissueNet.Tests.Slides;

public class LinearKernelTests
{
    [Fact]
    public void BetweenRows_AnyRowsAndWeight_IsTheFormulaToTheBit() =>
        Gen.Select(Gen.Byte.Array[1, 200], Gen.Byte.Array[200], Gen.Float[0, 0.99999f]).Sample((upper, lower, weight) =>
        {
            short[] values = new short[upper.Length + LinearKernel.Padding];
            short fixedWeight = LinearKernel.Weight(weight);
            LinearKernel.BetweenRows(upper, lower.AsSpan(0, upper.Length), fixedWeight, values, upper.Length);
            for (int i = 0; i < upper.Length; i++)
            {
                values[i].ShouldBe((short)((upper[i] * 64) + Scaled((lower[i] - upper[i]) * 64, fixedWeight)));
                (values[i] / 64.0).ShouldBe(upper[i] + ((lower[i] - upper[i]) * (double)weight), 0.02);
            }
        });

    [Fact]
    public void BetweenColumns_AnyStartAndRatio_IsTheInterpolationRounded() =>
        Gen.Select(Gen.Double[-2, 6], Gen.Double[0.3, 1.25], Gen.Int[1, 90], Gen.Int).Sample((start, ratio, count, seed) =>
        {
            using AxisFilter filter = AxisFilter.Create(start, ratio, count, 400);
            int width = filter.SourceWidth(0, count);
            short[] values = new short[(width * 3) + LinearKernel.Padding];
            var random = new Random(seed);
            for (int i = 0; i < width * 3; i++)
            {
                values[i] = (short)random.Next(255 * 64);
            }

            short[] weights = new short[(count * 3) + LinearKernel.Padding];
            LinearKernel.SpreadWeights(filter, 0, count, weights);
            byte[] rgb = new byte[count * 3];
            LinearKernel.BetweenColumns(values, filter, weights, 0, count, rgb);
            for (int i = 0; i < rgb.Length; i++)
            {
                int at = ((filter.First(i / 3) - filter.First(0)) * 3) + (i % 3);
                int right = filter.Taps(i / 3) == 2 ? values[at + 3] : values[at];
                double exact = (values[at] + ((right - values[at]) * (weights[i] / 32768.0))) / 64;
                ((double)rgb[i]).ShouldBe(exact, 0.51);
            }
        });

    private static int Scaled(int value, short weight) => (int)Math.Floor(((value * (double)weight) + 16384) / 32768);
}
