using System.Globalization;
using System.Text.RegularExpressions;

namespace TissueNet.Pipelines.Binding;

/// <summary>Texts that are a number with a unit.</summary>
internal static partial class Quantity
{
    private static readonly (string Unit, double Milliseconds)[] Durations = [("ms", 1), ("min", 60_000), ("s", 1000), ("h", 3_600_000)];

    /// <summary>Splits <c>20 s</c> into number and unit; the number is empty when there is none.</summary>
    public static (string Number, string Unit) Split(string text)
    {
        Match match = NumberAndUnit().Match(text.Trim());
        return match.Success ? (match.Groups["number"].Value, match.Groups["unit"].Value) : ("", text.Trim());
    }

    /// <summary>Reads <c>500 ms</c>, <c>20 s</c>, <c>5 min</c> or <c>1 h</c>; a bare number is refused, except 0.</summary>
    public static bool TryParseDuration(string text, out TimeSpan duration)
    {
        (string number, string unit) = Split(text);
        double factor = Durations.FirstOrDefault(d => string.Equals(d.Unit, unit, StringComparison.Ordinal)).Milliseconds;
        bool ok = double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            && (factor > 0 || (value == 0 && unit.Length == 0)) && Math.Abs(value * factor) < TimeSpan.MaxValue.TotalMilliseconds / 2;
        duration = ok ? TimeSpan.FromTicks((long)Math.Round(value * factor * TimeSpan.TicksPerMillisecond)) : default;
        return ok;
    }

    /// <summary>In the largest unit that leaves a whole number: <c>500 ms</c>, <c>20 s</c>.</summary>
    public static string FormatDuration(TimeSpan duration)
    {
        double milliseconds = duration.TotalMilliseconds;
        (string unit, double factor) = Durations.OrderByDescending(d => d.Milliseconds)
            .FirstOrDefault(d => milliseconds != 0 && milliseconds % d.Milliseconds == 0, milliseconds == 0 ? ("s", 1000) : ("ms", 1));
        return string.Create(CultureInfo.InvariantCulture, $"{milliseconds / factor:0.######} {unit}");
    }

    [GeneratedRegex(@"^(?<number>[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?)\s*(?<unit>.*)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NumberAndUnit();
}
