namespace TissueNet.Aggregation;

/// <summary>How a slide's patch probabilities p₁…pₙ of one class become one value.</summary>
public enum AggregateMethod
{
    /// <summary>The arithmetic mean: Σpᵢ / n.</summary>
    Mean,

    /// <summary>The largest value.</summary>
    Max,

    /// <summary>The median; for an even number of patches the mean of the middle two.</summary>
    Median,

    /// <summary>The mean of the <c>k</c> largest values, or of all when there are fewer.</summary>
    TopKMean,

    /// <summary>The probability that at least one patch is positive if patches were independent: 1 − Π(1 − pᵢ).</summary>
    NoisyOr,

    /// <summary>The <c>quantile</c> of the values, linear between neighbours (type 7 of Hyndman and Fan, 1996).</summary>
    Quantile,
}
