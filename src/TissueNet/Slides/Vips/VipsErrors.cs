using NetVips;

namespace TissueNet.Slides.Vips;

/// <summary>Puts libvips' errors into one line.</summary>
internal static class VipsErrors
{
    private const int MaxLength = 300;

    /// <summary>The reason, without line breaks and final stop.</summary>
    public static string Reason(VipsException exception)
    {
        if (exception.Message.Contains("is not a known file format", StringComparison.Ordinal))
        {
            return "it is of no image format that libvips knows";
        }

        // The first line is the binding's ("unable to …"). libvips' own follow, but warnings of earlier files may come first:
        // the last ones belong here.
        string[] lines = [.. exception.Message
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Skip(1).Distinct().TakeLast(2)];
        string line = lines.Length > 0 ? string.Join("; ", lines) : "it is damaged, but libvips gives no reason";
        return (line.Length > MaxLength ? line[..MaxLength] : line).Trim('.', ' ');
    }
}
