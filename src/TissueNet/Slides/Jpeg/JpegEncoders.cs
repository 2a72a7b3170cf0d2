using TissueNet.Slides.Vips;

namespace TissueNet.Slides.Jpeg;

/// <summary>Chooses what encodes JPEG: libjpeg-turbo if it is installed, else libvips.</summary>
internal static class JpegEncoders
{
    private static readonly Lazy<IJpegEncoder> LazyDefault = new(Choose);

    /// <summary>The encoder in use; <see cref="JpegDecoders.Variable"/> decides about it too.</summary>
    public static IJpegEncoder Default => LazyDefault.Value;

    private static IJpegEncoder Choose() =>
        Environment.GetEnvironmentVariable(JpegDecoders.Variable) != "vips" && TurboJpegEncoder.Find() is { } turbo
            ? turbo
            : new NetVipsJpegEncoder();
}
