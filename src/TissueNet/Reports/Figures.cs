using System.Globalization;
using TissueNet.Regions;

namespace TissueNet.Reports;

/// <summary>How numbers are written in tables: fixed decimals, so that equal results are equal bytes.</summary>
internal static class Figures
{
    public const string Notice = "Research use only. Not for diagnosis.";

    /// <summary>A probability: six decimals, always.</summary>
    public static string Probability(double value) => value.ToString("0.000000", CultureInfo.InvariantCulture);

    /// <summary>A measure: at most six decimals.</summary>
    public static string Measure(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    /// <summary>A whole number.</summary>
    public static string Count(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A region's size in whole level-0 pixels.</summary>
    public static (int Width, int Height) Size(Region region) =>
        ((int)Math.Round(region.Level0Width), (int)Math.Round(region.Level0Height));
}
