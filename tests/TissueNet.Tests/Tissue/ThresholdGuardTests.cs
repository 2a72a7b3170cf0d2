using TissueNet.Tissue;

namespace TissueNet.Tests.Tissue;

public class ThresholdGuardTests
{
    private static readonly ThresholdGuard Guard = ThresholdGuard.For(TissueChannel.Saturation);

    [Fact]
    public void Threshold_NoisyGlass_LiesAboveTheNoise()
    {
        long[] histogram = Bell(4, 2, 1_000_000);
        Otsu.Split(histogram)!.Value.Threshold.ShouldBeLessThan(6); // unguarded, half the glass would be tissue
        Guard.Threshold(histogram).ShouldBeGreaterThan(9);
    }

    [Fact]
    public void Threshold_TintedGlass_LiesAboveTheTint()
    {
        long[] histogram = Bell(20, 1.5, 1_000_000);
        Guard.Threshold(histogram).ShouldBeGreaterThan(26);
    }

    [Fact]
    public void Threshold_FullOfTissue_StaysBelowPaleTissue()
    {
        long[] histogram = [.. Bell(70, 8, 1_000_000).Zip(Bell(150, 10, 1_000_000), (a, b) => a + b)];
        Otsu.Split(histogram)!.Value.Threshold.ShouldBeGreaterThan(90);
        Guard.Threshold(histogram).ShouldBe(Guard.Max);
    }

    [Fact]
    public void Threshold_SpeckOfTissue_IsBelowIt()
    {
        long[] histogram = Bell(4, 2, 50_000_000);
        histogram[90] += 500; // too few to move Otsu's split
        Guard.Threshold(histogram).ShouldBeInRange(10, 30);
    }

    [Fact]
    public void Threshold_GlassAndTissue_IsOtsus()
    {
        long[] histogram = [.. Bell(4, 2, 1_000_000).Zip(Bell(40, 6, 300_000), (a, b) => a + b)];
        Guard.Threshold(histogram).ShouldBe(Otsu.Split(histogram)!.Value.Threshold);
    }

    [Fact]
    public void Threshold_NoPixels_IsTheLeast() => Guard.Threshold(new long[256]).ShouldBe(Guard.Min);

    private static long[] Bell(double mean, double sigma, double count) =>
        [.. Enumerable.Range(0, 256).Select(v => (long)(count / sigma / 2.5066 * Math.Exp(-(v - mean) * (v - mean) / (2 * sigma * sigma))))];
}
