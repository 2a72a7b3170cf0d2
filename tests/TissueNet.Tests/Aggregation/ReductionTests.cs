using CsCheck;
using TissueNet.Aggregation;

namespace TissueNet.Tests.Aggregation;

public class ReductionTests
{
    private static readonly Gen<float[]> Probabilities = Gen.Float[0, 1].Array[1, 200];

    [Fact]
    public void Reduce_AnyProbabilities_EqualsTheFormula() => Gen.Select(Probabilities, Gen.Int[1, 250]).Sample((values, k) =>
    {
        double[] sorted = [.. values.Select(v => (double)v).Order()];
        int n = sorted.Length;
        Check(AggregateMethod.Mean, sorted.Sum() / n);
        Check(AggregateMethod.Max, sorted[^1]);
        Check(AggregateMethod.Median, n % 2 == 1 ? sorted[n / 2] : (sorted[(n / 2) - 1] + sorted[n / 2]) / 2);
        Check(AggregateMethod.TopKMean, sorted.TakeLast(k).Average());
        Check(AggregateMethod.NoisyOr, 1 - sorted.Aggregate(1.0, (product, p) => product * (1 - p)));

        void Check(AggregateMethod method, double expected) =>
            Reduction.Reduce([.. values], method, k, 0.9).ShouldBe(expected, 1e-12, method.ToString());
    });

    [Theory] // numpy.quantile([0.1, 0.2, 0.4, 0.8], q), whose default is type 7
    [InlineData(0, 0.1)]
    [InlineData(0.25, 0.175)]
    [InlineData(0.5, 0.3)]
    [InlineData(0.9, 0.68)]
    [InlineData(1, 0.8)]
    public void Quantile_BetweenValues_IsLinear(double quantile, double expected) =>
        Reduction.Reduce([0.8f, 0.1f, 0.4f, 0.2f], AggregateMethod.Quantile, 1, quantile).ShouldBe(expected, 1e-7);

    [Fact]
    public void NoisyOr_ManyTinyProbabilities_KeepsTheirDigits()
    {
        float[] values = new float[300_000];
        Array.Fill(values, 1e-12f);
        double expected = 300_000 * (double)1e-12f; // the next term of the series is 2e-7 of it
        Reduction.Reduce(values, AggregateMethod.NoisyOr, 1, 0).ShouldBe(expected, expected * 1e-6);
    }

    [Fact]
    public void NoisyOr_CertainPatch_IsOne() =>
        Reduction.Reduce([0.2f, 1f, 0f], AggregateMethod.NoisyOr, 1, 0).ShouldBe(1);

    [Fact]
    public void NoisyOr_NoEvidence_IsZero() =>
        Reduction.Reduce([0f, 0f], AggregateMethod.NoisyOr, 1, 0).ShouldBe(0);
}
