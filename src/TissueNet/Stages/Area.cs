using System.Globalization;

namespace TissueNet.Stages;

/// <summary>An area on the glass, in square microns; in pipeline files <c>5000 um2</c> or <c>0.05 mm2</c>.</summary>
/// <param name="Um2">Square microns.</param>
public readonly record struct Area(double Um2)
{
    /// <summary>Reads <c>5000 um2</c> or <c>0.05 mm2</c>; a bare number is refused, except 0.</summary>
    public static bool TryParse(string text, out Area area)
    {
        (double factor, string number) = text.Trim() switch
        {
            var t when t.EndsWith("um2", StringComparison.Ordinal) || t.EndsWith("µm2", StringComparison.Ordinal) => (1.0, t[..^3]),
            var t when t.EndsWith("mm2", StringComparison.Ordinal) => (1e6, t[..^3]),
            "0" => (1.0, "0"),
            _ => (0.0, ""),
        };
        bool ok = double.TryParse(number.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out double value);
        area = new Area(value * factor);
        return ok && double.IsFinite(value);
    }

    /// <summary>As in a pipeline file: <c>5000 um2</c>.</summary>
    public override string ToString() => Um2.ToString("0.######", CultureInfo.InvariantCulture) + " um2";
}
