namespace TissueNet.Tests.Slides;

internal static class Pixels
{
    /// <summary>Compares images: equal within a tolerance per sample, and within 1 on average.</summary>
    public static void ShouldBeClose(byte[] actual, byte[] expected, int tolerance)
    {
        actual.Length.ShouldBe(expected.Length);
        long sum = 0;
        int worst = 0, at = 0;
        for (int i = 0; i < actual.Length; i++)
        {
            int difference = Math.Abs(actual[i] - expected[i]);
            sum += difference;
            (worst, at) = difference > worst ? (difference, i) : (worst, at);
        }

        worst.ShouldBeLessThanOrEqualTo(tolerance, $"sample {at} is {actual[at]}, expected {expected[at]}");
        ((double)sum / actual.Length).ShouldBeLessThan(1);
    }
}
