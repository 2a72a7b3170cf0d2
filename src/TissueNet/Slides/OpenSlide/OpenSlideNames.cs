using System.Text;

namespace TissueNet.Slides.OpenSlide;

/// <summary>What the library is called and where it comes from, on each system.</summary>
internal static class OpenSlideNames
{
    /// <summary>File names of the library, the ones to be preferred first.</summary>
    public static IReadOnlyList<string> Known { get; } =
    [
        "libopenslide.so.1", "libopenslide.so.0", "libopenslide-1.dll", "libopenslide-0.dll", "libopenslide.1.dylib", "libopenslide.0.dylib",
        "/opt/homebrew/lib/libopenslide.1.dylib", "/usr/local/lib/libopenslide.1.dylib", "/opt/homebrew/lib/libopenslide.0.dylib",
    ];

    /// <summary>Those of the system that this process runs on.</summary>
    public static string[] OfThisSystem { get; } =
    [
        .. Known.Where(name => name.EndsWith(".dll", StringComparison.Ordinal) ? OperatingSystem.IsWindows()
            : name.EndsWith(".dylib", StringComparison.Ordinal) ? OperatingSystem.IsMacOS()
            : !OperatingSystem.IsWindows() && !OperatingSystem.IsMacOS()),
    ];

    /// <summary>How to get it, as an imperative sentence.</summary>
    public static string Install =>
        OperatingSystem.IsWindows() ? "Download OpenSlide for Windows from openslide.org and put its bin folder on PATH."
        : OperatingSystem.IsMacOS() ? "Install openslide (Homebrew: brew install openslide)."
        : "Install libopenslide0 (Debian, Ubuntu; libopenslide1 in newer releases) or openslide (Fedora).";

    /// <summary>Text as C wants it.</summary>
    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text + '\0');
}
