namespace TissueNet.Tissue;

/// <summary>
/// Keeps Otsu's threshold sane where a histogram has one population instead of two: Otsu always splits, be it noise on bare glass
/// or dark tissue from pale tissue.
/// </summary>
/// <param name="Min">All-glass guard: the threshold is never below this value.</param>
/// <param name="Max">All-tissue guard: the threshold is never above this value; it wins over the other two.</param>
/// <param name="Contrast">All-glass guard: the threshold lies at least this far above the mean of the lower class.</param>
internal readonly record struct ThresholdGuard(int Min, int Max, int Contrast)
{
    /// <summary>The guards that suit a channel.</summary>
    public static ThresholdGuard For(TissueChannel channel) => channel switch
    {
        TissueChannel.Saturation => new(10, 28, 8),
        TissueChannel.Grey => new(18, 40, 10),
        TissueChannel.OpticalDensity => new(4, 8, 3),
        _ => throw new ArgumentOutOfRangeException(nameof(channel), channel, null),
    };

    /// <summary>The threshold to use for a histogram; tissue is every value above it.</summary>
    /// <param name="histogram">Count per value, 256 of them.</param>
    public int Threshold(ReadOnlySpan<long> histogram)
    {
        int threshold = Min;
        if (Otsu.Split(histogram) is { } split)
        {
            // Glass is the lower class, or all of it: something must stand out from its mean to count, but a speck of tissue
            // too small to move Otsu's split still does.
            threshold = Math.Max(threshold, Math.Max(split.Threshold, (int)Math.Ceiling(split.LowerMean + Contrast)));
        }

        return Math.Min(threshold, Max);
    }
}
