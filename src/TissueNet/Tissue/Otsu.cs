using System.Numerics;

namespace TissueNet.Tissue;

/// <summary>
/// Otsu's threshold: the split of a histogram into two classes whose means differ most, weighed by their sizes (N. Otsu, "A threshold
/// selection method from gray-level histograms", IEEE Trans. Syst. Man Cybern. 9(1), 1979).
/// </summary>
internal static class Otsu
{
    /// <summary>Finds the threshold. The between-class variance is compared in whole numbers, so that rounding decides nothing.</summary>
    /// <param name="histogram">Count per value.</param>
    /// <returns>
    /// The threshold t, so that the upper class is value &gt; t: the lowest of the best, or the middle where empty bins make its
    /// neighbours equally good. Null when fewer than two values occur.
    /// </returns>
    public static OtsuSplit? Split(ReadOnlySpan<long> histogram)
    {
        long count = 0, sum = 0;
        for (int value = 0; value < histogram.Length; value++)
        {
            count += histogram[value];
            sum += histogram[value] * value;
        }

        // Variance between classes = (sum·n0 − count·s0)² / (count²·n0·n1); count² is common to all and left out.
        BigInteger bestNumerator = BigInteger.Zero, bestDenominator = BigInteger.One;
        int best = -1, last = -1;
        long n0 = 0, s0 = 0, bestN0 = 0, bestS0 = 0;
        for (int t = 0; t < histogram.Length - 1; t++)
        {
            n0 += histogram[t];
            s0 += histogram[t] * t;
            if (n0 == 0 || n0 == count)
            {
                continue;
            }

            BigInteger distance = ((BigInteger)sum * n0) - ((BigInteger)count * s0);
            BigInteger numerator = distance * distance, denominator = (BigInteger)n0 * (count - n0);
            int better = (numerator * bestDenominator).CompareTo(bestNumerator * denominator);
            if (better > 0)
            {
                (best, bestNumerator, bestDenominator, bestN0, bestS0) = (t, numerator, denominator, n0, s0);
                last = t;
            }
            else if (better == 0 && last == t - 1 && histogram[t] == 0)
            {
                last = t;
            }
        }

        return best < 0
            ? null
            : new OtsuSplit((best + last) / 2, (double)bestS0 / bestN0, (double)(sum - bestS0) / (count - bestN0));
    }
}
