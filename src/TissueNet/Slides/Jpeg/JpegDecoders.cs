using TissueNet.Slides.Vips;

namespace TissueNet.Slides.Jpeg;

/// <summary>Chooses what decodes JPEG tiles: libjpeg-turbo if it is installed, else libvips.</summary>
internal static class JpegDecoders
{
    /// <summary>Set to <c>vips</c> to do without libjpeg-turbo, or to <c>turbo</c> to insist on it.</summary>
    public const string Variable = "TISSUENET_JPEG";

    private static readonly Lazy<TurboJpegDecoder?> LazyTurbo = new(() => TurboJpeg.Find() is { } library ? new TurboJpegDecoder(library) : null);
    private static readonly Lazy<IJpegDecoder> LazyDefault = new(() => Choose(Environment.GetEnvironmentVariable(Variable)));

    /// <summary>libjpeg-turbo's decoder; null when it is not installed.</summary>
    public static IJpegDecoder? Turbo => LazyTurbo.Value;

    /// <summary>The decoder in use.</summary>
    public static IJpegDecoder Default => LazyDefault.Value;

    private static IJpegDecoder Choose(string? wish) => wish switch
    {
        "vips" => new NetVipsJpegDecoder(),
        "turbo" => Turbo ?? throw new DllNotFoundException(
            $"{Variable} asks for libjpeg-turbo, but its TurboJPEG library is not installed (Debian and Ubuntu: libturbojpeg0)."),
        _ => Turbo ?? new NetVipsJpegDecoder(),
    };
}
