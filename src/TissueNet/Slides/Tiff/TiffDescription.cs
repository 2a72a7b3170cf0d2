using System.Globalization;
using System.Text.RegularExpressions;

namespace TissueNet.Slides.Tiff;

/// <summary>What makers write into the image description.</summary>
internal static partial class TiffDescription
{
    // Aperio's own take a kilobyte or two.
    private const int MaxAperioLength = 64 << 10;

    /// <summary>First line of what <c>tissuenet convert</c> writes.</summary>
    public const string Own = "Converted by TissueNet";

    /// <summary>Whether Aperio's software, or one that imitates it, wrote the description.</summary>
    public static bool IsAperio(string description) => description.StartsWith("Aperio", StringComparison.Ordinal);

    /// <summary>Aperio's fields, <c>… |AppMag = 20|MPP = 0.499|…</c>, as properties <c>aperio.AppMag</c> and so on.</summary>
    public static void AddAperio(string description, IDictionary<string, string> properties)
    {
        string sensible = description.Length > MaxAperioLength ? description[..MaxAperioLength] : description;
        foreach (string field in sensible.Split('|').Skip(1))
        {
            int equals = field.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                properties["aperio." + field[..equals].Trim()] = field[(equals + 1)..].Trim();
            }
        }
    }

    /// <summary>Name of an associated image of an Aperio file: <c>label</c> or <c>macro</c>, its description's second line's first word.</summary>
    public static string? AperioImageName(string description)
    {
        string[] lines = description.Split('\n', 3);
        string word = lines.Length > 1 ? lines[1].TrimStart().Split(' ', 2)[0] : "";
        return word is "label" or "macro" ? word : null;
    }

    /// <summary>Microns per pixel of the first image of an OME-XML description; null when it does not say.</summary>
    public static (double X, double Y)? OmeMpp(string description)
    {
        Match pixels = OmePixels().Match(description);
        if (!pixels.Success)
        {
            return null;
        }

        double? x = Size(pixels.Value, "X"), y = Size(pixels.Value, "Y") ?? x;
        return x is > 0 && y is > 0 ? (x.Value, y.Value) : null;
    }

    /// <summary>Magnification in what <c>tissuenet convert</c> writes, <c>objective_power = 20</c> on a line; null when it is not there.</summary>
    public static double? OwnPower(string description)
    {
        const string name = "objective_power = ";
        return description.StartsWith(Own, StringComparison.Ordinal)
            ? Number(description.Split('\n').FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?[name.Length..])
            : null;
    }

    /// <summary>Reads a number as it stands in a description.</summary>
    public static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : null;

    private static double? Size(string pixels, string axis)
    {
        string? unit = Attribute(pixels, $"PhysicalSize{axis}Unit");
        double? size = Number(Attribute(pixels, $"PhysicalSize{axis}"));
        return unit switch
        {
            null or "µm" or "μm" or "um" => size, // both ways to write mu
            "nm" => size / 1000,
            "mm" => size * 1000,
            _ => null,
        };
    }

    private static string? Attribute(string element, string name)
    {
        int start = element.IndexOf($" {name}=\"", StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        start += name.Length + 3;
        int end = element.IndexOf('"', start);
        return end < 0 ? null : element[start..end];
    }

    [GeneratedRegex("<Pixels [^>]*>", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex OmePixels();
}
