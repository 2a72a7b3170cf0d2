namespace TissueNet.Inference;

/// <summary>RGB bytes to tensors of bytes, for models that normalise by themselves.</summary>
internal static class BytePixels
{
    /// <summary>Writes three planes.</summary>
    public static void ToPlanes(ReadOnlySpan<byte> rgb, Span<byte> tensor, bool bgr)
    {
        int pixels = rgb.Length / 3;
        Span<byte> red = tensor.Slice(bgr ? 2 * pixels : 0, pixels);
        Span<byte> green = tensor.Slice(pixels, pixels);
        Span<byte> blue = tensor.Slice(bgr ? 0 : 2 * pixels, pixels);
        for (int i = 0; i < red.Length; i++)
        {
            red[i] = rgb[3 * i];
            green[i] = rgb[(3 * i) + 1];
            blue[i] = rgb[(3 * i) + 2];
        }
    }

    /// <summary>Writes pixels, as they are or with red and blue swapped.</summary>
    public static void ToPixels(ReadOnlySpan<byte> rgb, Span<byte> tensor, bool bgr)
    {
        if (!bgr)
        {
            rgb.CopyTo(tensor);
            return;
        }

        for (int i = 0; i + 2 < rgb.Length; i += 3)
        {
            tensor[i] = rgb[i + 2];
            tensor[i + 1] = rgb[i + 1];
            tensor[i + 2] = rgb[i];
        }
    }
}
