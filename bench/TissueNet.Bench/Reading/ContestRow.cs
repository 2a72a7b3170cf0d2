namespace TissueNet.Bench.Reading;

/// <summary>How one contestant did.</summary>
/// <param name="Name">Whose row it is.</param>
/// <param name="Seconds">Of each round.</param>
/// <param name="BestMegapixels">Megapixels per second of the best round.</param>
/// <param name="MedianMegapixels">Of the median round.</param>
/// <param name="BestRatio">Best round against the first contestant's best.</param>
/// <param name="MedianRatio">Median of the ratios within each round.</param>
/// <param name="Notes">Counters and such.</param>
internal sealed record ContestRow(
    string Name,
    IReadOnlyList<double> Seconds,
    double BestMegapixels,
    double MedianMegapixels,
    double BestRatio,
    double MedianRatio,
    string Notes)
{
    /// <summary>Ratio of processor times: what is left of the ratio when others use the machine, and for two threads what each gets done.</summary>
    public double CpuRatio { get; init; }

    /// <summary>Makes a row of times.</summary>
    public static ContestRow From(string name, double megapixels, double[] seconds, double[] limit, string notes) => new(
        name,
        [.. seconds.Select(s => Math.Round(s, 4))],
        Math.Round(megapixels / seconds.Min(), 1),
        Math.Round(megapixels / Median(seconds), 1),
        Math.Round(limit.Min() / seconds.Min(), 3),
        Math.Round(Median([.. seconds.Zip(limit, (s, l) => l / s)]), 3),
        notes);

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
