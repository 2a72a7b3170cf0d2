using System.Globalization;

namespace TissueNet.Stages;

/// <summary>A share of a whole, 0–1; in pipeline files <c>25 %</c> or <c>0.25</c>.</summary>
/// <param name="Value">The share as a fraction; 0.25 is 25 %.</param>
public readonly record struct Share(double Value)
{
    /// <summary>The fraction.</summary>
    public static implicit operator double(Share share) => share.Value;

    /// <summary>Reads <c>25 %</c> or <c>0.25</c>.</summary>
    public static bool TryParse(string text, out Share share)
    {
        text = text.Trim();
        bool percent = text.EndsWith('%');
        bool ok = double.TryParse(percent ? text[..^1].TrimEnd() : text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value);
        share = new Share(percent ? value / 100 : value);
        return ok && double.IsFinite(value);
    }

    /// <summary>As in a pipeline file: <c>25 %</c>.</summary>
    public override string ToString() => (Value * 100).ToString("0.######", CultureInfo.InvariantCulture) + " %";
}
