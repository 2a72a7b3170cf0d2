namespace TissueNet.Aggregation;

/// <summary>Reduces the probabilities of one class over a slide's patches. Sums run in double, in the order given.</summary>
internal static class Reduction
{
    /// <summary>Reduces; the values may be reordered.</summary>
    /// <param name="values">1 or more probabilities, none of them NaN.</param>
    /// <param name="method">How.</param>
    /// <param name="k">For <see cref="AggregateMethod.TopKMean"/>; 1 or more.</param>
    /// <param name="quantile">For <see cref="AggregateMethod.Quantile"/>; 0–1.</param>
    public static double Reduce(Span<float> values, AggregateMethod method, int k, double quantile) => method switch
    {
        AggregateMethod.Mean => Mean(values),
        AggregateMethod.Max => Max(values),
        AggregateMethod.Median => Quantile(values, 0.5),
        AggregateMethod.TopKMean => TopKMean(values, k),
        AggregateMethod.NoisyOr => NoisyOr(values),
        AggregateMethod.Quantile => Quantile(values, quantile),
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, "Unknown method."),
    };

    private static double Mean(ReadOnlySpan<float> values)
    {
        double sum = 0;
        foreach (float value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }

    private static double Max(ReadOnlySpan<float> values)
    {
        float max = values[0];
        foreach (float value in values)
        {
            max = Math.Max(max, value);
        }

        return max;
    }

    private static double TopKMean(Span<float> values, int k)
    {
        values.Sort();
        return Mean(values[^Math.Min(k, values.Length)..]);
    }

    private static double Quantile(Span<float> values, double quantile)
    {
        values.Sort();
        double position = (values.Length - 1) * quantile;
        int below = Math.Min((int)position, values.Length - 1), above = Math.Min(below + 1, values.Length - 1);
        return values[below] + ((position - below) * ((double)values[above] - values[below]));
    }

    private static double NoisyOr(ReadOnlySpan<float> values)
    {
        // The product of 300,000 factors near 1 loses the digits that matter, and double.LogP1 is log(1 + x) in .NET: it rounds first.
        double log = 0;
        foreach (float value in values)
        {
            log += LogOnePlus(-Math.Clamp((double)value, 0, 1));
        }

        return -ExpMinusOne(log);
    }

    /// <summary>log(1 + x) without loss for small x (Kahan; see Goldberg, 1991, theorem 4).</summary>
    private static double LogOnePlus(double x)
    {
        double rounded = 1 + x;
        return rounded == 1 ? x : Math.Log(rounded) * x / (rounded - 1);
    }

    /// <summary>exp(x) − 1 without loss for small x, by the same device.</summary>
    private static double ExpMinusOne(double x)
    {
        double power = Math.Exp(x);
        return power switch
        {
            1 => x,
            _ when power - 1 == -1 => -1,
            _ => (power - 1) * x / Math.Log(power),
        };
    }
}
