using System.Globalization;

namespace TissueNet.Slides.Tiff;

/// <summary>Reads the resolution of an image from the resolution tags.</summary>
internal static class TiffResolution
{
    // Coarser than any scanner, but what "72 dpi" and its like amount to: then nobody set the tag on purpose.
    private const double MaxMpp = 50;
    private const double MinMpp = 0.005;

    /// <summary>Microns per pixel of an image.</summary>
    /// <param name="directory">The image's directory.</param>
    /// <param name="properties">Receives a note when a resolution is there but makes no sense.</param>
    /// <returns>Both axes; null when the file does not say.</returns>
    public static (double X, double Y)? Read(TiffDirectory directory, IDictionary<string, string> properties)
    {
        double micronsPerUnit = directory.Integer(TiffTag.ResolutionUnit, 2) switch
        {
            2 => 25_400,
            3 => 10_000,
            _ => 0,
        };
        double? across = directory.Number(TiffTag.XResolution), down = directory.Number(TiffTag.YResolution) ?? across;
        if (micronsPerUnit == 0 || across is not > 0 || down is not > 0)
        {
            return null;
        }

        (double x, double y) = (micronsPerUnit / across.Value, micronsPerUnit / down.Value);
        if (IsSensible(x) && IsSensible(y))
        {
            return (x, y);
        }

        properties["tissuenet.resolution-ignored"] = string.Create(
            CultureInfo.InvariantCulture, $"the resolution tags amount to {x:0.######} x {y:0.######} um/px, which no slide has");
        return null;
    }

    /// <summary>Whether a slide can have this resolution.</summary>
    public static bool IsSensible(double mpp) => mpp is >= MinMpp and <= MaxMpp;
}
