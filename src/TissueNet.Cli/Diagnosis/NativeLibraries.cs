using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace TissueNet.Cli.Diagnosis;

/// <summary>Looks at the native libraries: what is found, and what the absence of each costs.</summary>
internal static class NativeLibraries
{
    private static readonly string[] TurboJpegNames =
        ["libturbojpeg.so.0", "libturbojpeg.so", "turbojpeg.dll", "libturbojpeg.dll", "libturbojpeg.0.dylib", "libturbojpeg.dylib"];

    private static readonly string[] OpenSlideNames =
        ["libopenslide.so.1", "libopenslide.so.0", "libopenslide-1.dll", "libopenslide-0.dll", "libopenslide.1.dylib", "libopenslide.0.dylib"];

    public static IEnumerable<Finding> Examine()
    {
        yield return Vips();
        yield return OnnxRuntime();
        yield return TurboJpeg(Find(TurboJpegNames));
        yield return OpenSlide(Find(OpenSlideNames));
    }

    internal static Finding TurboJpeg(string? found) => found is not null
        ? new("libjpeg-turbo", Finding.Ok, found)
        : new("libjpeg-turbo", Finding.Warning, "not found", "JPEG tiles are decoded through libvips, several times slower. Install " + Package(
            "libturbojpeg0 (Debian, Ubuntu), turbojpeg (Fedora)", "libjpeg-turbo from its project's releases and put turbojpeg.dll on PATH", "jpeg-turbo (Homebrew)") + ".");

    internal static Finding OpenSlide(string? found) => new(
        "openslide", Finding.Ok, found ?? "not found", found is null ? null : "Not used by this version: slides are read by TissueNet and libvips.");

    private static Finding Vips()
    {
        try
        {
            string version = string.Join('.', Enumerable.Range(0, 3).Select(part => NetVips.NetVips.Version(part)));
            string[] loaders = [.. NetVips.NetVips.GetOperations()
                .Where(name => name.EndsWith("load", StringComparison.Ordinal))
                .Select(name => name[..^4])
                .Where(name => name is not ("profile_" or "matrix" or "csv")) // not pictures
                .Order(StringComparer.Ordinal)];
            return new("libvips", Finding.Ok, $"{version}; reads {string.Join(' ', loaders)}");
        }
        catch (Exception exception)
        {
            return new("libvips", Finding.Error, "cannot be loaded", $"{exception.GetBaseException().Message} Publish for this machine's runtime identifier.");
        }
    }

    private static Finding OnnxRuntime()
    {
        try
        {
            OrtEnv environment = OrtEnv.Instance();
            return new("onnxruntime", Finding.Ok, $"{environment.GetVersionString()}; runs on {string.Join(' ', environment.GetAvailableProviders())}");
        }
        catch (Exception exception)
        {
            return new("onnxruntime", Finding.Error, "cannot be loaded", $"{exception.GetBaseException().Message} Publish for this machine's runtime identifier.");
        }
    }

    private static string? Find(string[] names) => Array.Find(names, name => NativeLibrary.TryLoad(name, out _));

    private static string Package(string linux, string windows, string mac) =>
        OperatingSystem.IsWindows() ? windows : OperatingSystem.IsMacOS() ? mac : linux;
}
