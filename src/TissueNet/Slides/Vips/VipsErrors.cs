using NetVips;

namespace TissueNet.Slides.Vips;

/// <summary>Puts libvips' errors into one line.</summary>
internal static class VipsErrors
{
    private const int MaxLength = 300;

    /// <summary>The reason, without line breaks and final stop.</summary>
    public static string Reason(VipsException exception)
    {
        string text = exception.Message.Replace("unable to load from file", "", StringComparison.Ordinal);
        string line = string.Join("; ", text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct());
        return (line.Length > MaxLength ? line[..MaxLength] : line).Trim('.', ' ');
    }
}
