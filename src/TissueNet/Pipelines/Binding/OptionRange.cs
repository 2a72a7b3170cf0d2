namespace TissueNet.Pipelines.Binding;

/// <summary>Bounds of an option, in the measure of its <see cref="ScalarType"/>.</summary>
/// <param name="Minimum">Lower bound; negative infinity when there is none.</param>
/// <param name="Maximum">Upper bound; positive infinity when there is none.</param>
/// <param name="MinimumExcluded">Whether the lower bound itself is too small.</param>
/// <param name="MaximumExcluded">Whether the upper bound itself is too large.</param>
internal sealed record OptionRange(double Minimum, double Maximum, bool MinimumExcluded = false, bool MaximumExcluded = false)
{
    /// <summary>Whether there is a lower bound; the largest numbers of the types count as none.</summary>
    public bool HasMinimum => Minimum > -9e18 && Minimum is not int.MinValue;

    /// <summary>Whether there is an upper bound.</summary>
    public bool HasMaximum => Maximum < 9e18 && Maximum is not int.MaxValue;

    /// <summary>Whether a number lies within.</summary>
    public bool Contains(double value) =>
        (MinimumExcluded ? value > Minimum : value >= Minimum) && (MaximumExcluded ? value < Maximum : value <= Maximum);

    /// <summary>As a phrase: <c>1 to 64</c>, <c>1 or more</c>, <c>above 0</c>.</summary>
    public string Describe(ScalarType type)
    {
        string low = MinimumExcluded ? $"above {type.FormatMeasure(Minimum)}" : type.FormatMeasure(Minimum);
        string high = MaximumExcluded ? $"below {type.FormatMeasure(Maximum)}" : type.FormatMeasure(Maximum);
        return (HasMinimum, HasMaximum) switch
        {
            (true, true) when MinimumExcluded || MaximumExcluded => $"{low}, {(MaximumExcluded ? high : $"at most {high}")}",
            (true, true) => $"{low} to {high}",
            (true, false) => MinimumExcluded ? low : $"{low} or more",
            (false, true) => MaximumExcluded ? high : $"{high} or less",
            _ => "any",
        };
    }
}
