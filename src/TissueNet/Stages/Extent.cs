using System.Globalization;

namespace TissueNet.Stages;

/// <summary>A length on a slide: in pixels at a stage's target mpp (<c>224</c>, <c>224 px</c>) or in microns (<c>112 um</c>, <c>0.3 mm</c>).</summary>
/// <param name="Value">The number, in pixels or microns.</param>
/// <param name="IsMicrons">Whether it is in microns.</param>
public readonly record struct Extent(double Value, bool IsMicrons)
{
    /// <summary>A length in pixels.</summary>
    public static implicit operator Extent(int pixels) => new(pixels, false);

    /// <summary>The length in pixels at a resolution.</summary>
    /// <param name="mpp">Microns per pixel, above 0.</param>
    public double Pixels(double mpp) => IsMicrons ? Value / mpp : Value;

    /// <summary>The length in microns at a resolution.</summary>
    /// <param name="mpp">Microns per pixel, above 0.</param>
    public double Microns(double mpp) => IsMicrons ? Value : Value * mpp;

    /// <summary>Reads <c>224</c>, <c>224 px</c>, <c>112 um</c> or <c>0.3 mm</c>.</summary>
    public static bool TryParse(string text, out Extent extent)
    {
        (double factor, bool microns, string number) = text.Trim() switch
        {
            var t when t.EndsWith("um", StringComparison.Ordinal) || t.EndsWith("µm", StringComparison.Ordinal) => (1.0, true, t[..^2]),
            var t when t.EndsWith("mm", StringComparison.Ordinal) => (1000.0, true, t[..^2]),
            var t when t.EndsWith("px", StringComparison.Ordinal) => (1.0, false, t[..^2]),
            var t => (1.0, false, t),
        };
        bool ok = double.TryParse(number.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out double value);
        extent = new Extent(value * factor, microns);
        return ok && double.IsFinite(value);
    }

    /// <summary>As in a pipeline file: <c>224 px</c> or <c>112 um</c>.</summary>
    public override string ToString() => Value.ToString("0.######", CultureInfo.InvariantCulture) + (IsMicrons ? " um" : " px");
}
