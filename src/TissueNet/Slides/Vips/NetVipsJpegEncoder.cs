using NetVips;
using TissueNet.Slides.Jpeg;

namespace TissueNet.Slides.Vips;

/// <summary>Encodes JPEG by libvips: slower than <see cref="TurboJpegEncoder"/>, but always there.</summary>
internal sealed class NetVipsJpegEncoder : IJpegEncoder
{
    /// <inheritdoc/>
    public string Description => VipsRuntime.Description ?? "libvips";

    /// <inheritdoc/>
    public int MaxBytes(int width, int height, bool isSubsampled) =>
        checked((((width + 15) & ~15) * ((height + 15) & ~15) * (isSubsampled ? 3 : 6)) + 4096);

    /// <inheritdoc/>
    public int Encode(ReadOnlySpan<byte> rgb, int width, int height, int quality, bool isSubsampled, Span<byte> stream)
    {
        if (VipsRuntime.Unusable is { } reason)
        {
            throw new InvalidOperationException(reason);
        }

        try
        {
            using Image image = Image.NewFromMemory(rgb[..(width * height * 3)].ToArray(), width, height, 3, Enums.BandFormat.Uchar);
            using Image colored = image.Copy(interpretation: Enums.Interpretation.Srgb);
            byte[] bytes = colored.JpegsaveBuffer(
                q: quality,
                subsampleMode: isSubsampled ? Enums.ForeignSubsample.On : Enums.ForeignSubsample.Off,
                keep: Enums.ForeignKeep.None);
            bytes.CopyTo(stream);
            return bytes.Length;
        }
        catch (VipsException exception)
        {
            throw new InvalidOperationException($"libvips refused to encode {width} x {height} px: {exception.Message.Trim()}", exception);
        }
    }
}
