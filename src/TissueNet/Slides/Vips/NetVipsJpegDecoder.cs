using NetVips;
using TissueNet.Slides.Jpeg;

namespace TissueNet.Slides.Vips;

/// <summary>Decodes JPEG by libvips: slower than <see cref="TurboJpegDecoder"/>, but always there.</summary>
internal sealed class NetVipsJpegDecoder : IJpegDecoder
{
    private static readonly int[] Shrinks = [1, 2, 4, 8];

    /// <inheritdoc/>
    public string Description => "libvips (libjpeg-turbo's own library was not found; install it to read JPEG slides faster)";

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<byte> stream, Span<byte> rgb, int width, int height, int stride)
    {
        if (VipsRuntime.Unusable is { } reason)
        {
            throw new InvalidDataException(reason);
        }

        try
        {
            byte[] bytes = stream.ToArray();
            using Image header = Image.JpegloadBuffer(bytes);
            int shrink = Shrinks.First(s => s == 8 || ((header.Width + s - 1) / s == width && (header.Height + s - 1) / s == height));
            using Image image = Image.JpegloadBuffer(bytes, shrink: shrink, failOn: Enums.FailOn.Warning);
            using Image color = image.Bands == 1 ? image.Bandjoin(image, image) : image.Copy();
            if (color.Width > width || color.Height > height || color.Width < width - 1 || color.Height < height - 1 || color.Bands != 3)
            {
                throw new InvalidDataException(
                    $"its JPEG image decodes to {color.Width} x {color.Height} px of {color.Bands} bands, expected {width} x {height} of 3");
            }

            RgbPixels.Copy(color.WriteToMemory<byte>(), color.Width * 3, rgb, stride, color.Width, color.Height);
            Complete(rgb, stride, color.Width, color.Height, width, height);
        }
        catch (VipsException exception)
        {
            throw new InvalidDataException($"its JPEG data is damaged: {exception.Message.Trim()}", exception);
        }
    }

    // When shrinking, libvips drops a last column and row that are less than a whole pixel; they repeat the ones before.
    private static void Complete(Span<byte> rgb, int stride, int columns, int rows, int width, int height)
    {
        for (int row = 0; columns < width && row < rows; row++)
        {
            rgb.Slice((row * stride) + ((columns - 1) * 3), 3).CopyTo(rgb[((row * stride) + (columns * 3))..]);
        }

        if (rows < height)
        {
            rgb.Slice((rows - 1) * stride, width * 3).CopyTo(rgb[(rows * stride)..]);
        }
    }
}
