using Microsoft.ML.OnnxRuntime;
using TissueNet.Slides.Jpeg;
using TissueNet.Slides.OpenSlide;
using TissueNet.Slides.Vips;

namespace TissueNet.Cli.Diagnosis;

/// <summary>Looks at the native libraries: what is found, and what the absence of each costs.</summary>
internal static class NativeLibraries
{
    private const string Lost = "NDPI, MRXS, SCN, BIF, VMS, DICOM and JPEG 2000 slides cannot be opened.";

    private static string Package =>
        OperatingSystem.IsWindows() ? "libjpeg-turbo from its project's releases and put turbojpeg.dll on PATH"
        : OperatingSystem.IsMacOS() ? "jpeg-turbo (Homebrew)" : "libturbojpeg0 (Debian, Ubuntu), turbojpeg (Fedora)";

    public static IEnumerable<Finding> Examine()
    {
        yield return Vips();
        yield return OnnxRuntime();
        yield return TurboJpeg(JpegDecoders.Turbo?.Description, Environment.GetEnvironmentVariable(JpegDecoders.Variable));
        yield return OpenSlide(OpenSlideLibrary.Default?.Description, OpenSlideLibrary.Default?.IsVersion4 == true, Environment.GetEnvironmentVariable(OpenSlideLibrary.Variable));
        yield return TileCodecs.Examine(Environment.GetEnvironmentVariable(JpegDecoders.Variable) == "vips" ? null : JpegDecoders.Turbo?.Description, VipsRuntime.Unusable is null);
    }

    /// <summary>What becomes of JPEG tiles.</summary>
    /// <param name="found">The decoder that the reader has found; null when there is none.</param>
    /// <param name="wish">What <see cref="JpegDecoders.Variable"/> says.</param>
    internal static Finding TurboJpeg(string? found, string? wish) => (found, wish) switch
    {
        (not null, "vips") => new("libjpeg-turbo", Finding.Warning, $"{found}, not used", $"{JpegDecoders.Variable}=vips asks for libvips, which is several times slower. Unset it."),
        (not null, not (null or "" or "turbo")) => new("libjpeg-turbo", Finding.Warning, found, $"{JpegDecoders.Variable} is '{wish}', which means nothing; expected vips or turbo. Unset it."),
        (not null, _) => new("libjpeg-turbo", Finding.Ok, found),
        (null, "turbo") => new("libjpeg-turbo", Finding.Error, "not found", $"{JpegDecoders.Variable}=turbo insists on it. Unset it, or install {Package}."),
        _ => new("libjpeg-turbo", Finding.Warning, "not found", $"JPEG tiles are decoded through libvips, several times slower. Install {Package}."),
    };

    /// <summary>Which scanners' formats can be read.</summary>
    /// <param name="found">The library that the reader has found; null when there is none.</param>
    /// <param name="isVersion4">Whether it is of version 4 or later.</param>
    /// <param name="wish">What <see cref="OpenSlideLibrary.Variable"/> says.</param>
    internal static Finding OpenSlide(string? found, bool isVersion4, string? wish) => (found, isVersion4) switch
    {
        (not null, true) => new("openslide", Finding.Ok, found),
        (not null, false) => new("openslide", Finding.Ok, found, "DICOM slides and colour profiles need version 4."),
        _ when wish == OpenSlideLibrary.Nothing => new("openslide", Finding.Warning, "not used", $"{OpenSlideLibrary.Variable}=none forbids it: {Lost} Unset it."),
        _ when !string.IsNullOrEmpty(wish) => new("openslide", Finding.Warning, "not found", $"{OpenSlideLibrary.Variable} names '{wish}', which is no OpenSlide that can be loaded: {Lost}"),
        _ => new("openslide", Finding.Warning, "not found", $"{Lost} {OpenSlideNames.Install}"),
    };

    private static Finding Vips()
    {
        if (VipsRuntime.Unusable is { } reason)
        {
            return new("libvips", Finding.Error, "cannot be loaded", $"{reason.TrimEnd('.')}. Publish for this machine's runtime identifier.");
        }

        string[] loaders = [.. NetVips.NetVips.GetOperations()
            .Where(name => name.EndsWith("load", StringComparison.Ordinal))
            .Select(name => name[..^4])
            .Where(name => name is not ("profile_" or "matrix" or "csv")) // not pictures
            .Order(StringComparer.Ordinal)];
        return new("libvips", Finding.Ok, $"{VipsRuntime.Description}; reads {string.Join(' ', loaders)}");
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
}
