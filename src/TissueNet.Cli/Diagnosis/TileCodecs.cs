using TissueNet.Slides.Tiff;

namespace TissueNet.Cli.Diagnosis;

/// <summary>Looks at what stored tiles of TIFF slides can be decoded, and by what.</summary>
internal static class TileCodecs
{
    private static readonly int[] Own =
        [TiffCompression.None, TiffCompression.Lzw, TiffCompression.Deflate, TiffCompression.PackBits, TiffCompression.Zstd];

    /// <summary>Says which.</summary>
    /// <param name="turbo">The libjpeg-turbo that was found; null when there is none.</param>
    /// <param name="hasVips">Whether libvips can be loaded.</param>
    public static Finding Examine(string? turbo, bool hasVips)
    {
        var found = new List<string> { string.Join(' ', Own.Select(codec => TiffCompression.Name(codec))) };
        var missing = new List<string>();
        string? jpeg = turbo ?? (hasVips ? "libvips" : null);
        Add("jpeg", jpeg);
        Add("webp", hasVips ? "libvips" : null);
        return missing.Count == 0
            ? new Finding("tile codecs", Finding.Ok, string.Join(", ", found))
            : new Finding("tile codecs", Finding.Warning, string.Join(", ", found), $"Slides with tiles of {string.Join(", ", missing)} cannot be read: see libvips above.");

        void Add(string codec, string? decoder) => (decoder is null ? missing : found).Add(decoder is null ? codec : $"{codec} ({decoder})");
    }
}
