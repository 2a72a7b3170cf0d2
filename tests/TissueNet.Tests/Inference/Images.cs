using NetVips;

namespace TissueNet.Tests.Inference;

internal static class Images
{
    /// <summary>RGB bytes of an image file, alpha dropped.</summary>
    public static byte[] Rgb(string path)
    {
        using Image image = Image.NewFromFile(path);
        using Image rgb = image.Bands > 3 ? image.ExtractBand(0, 3) : image.Copy();
        return rgb.WriteToMemory<byte>();
    }

    /// <summary>A patch of one colour.</summary>
    public static byte[] Flat(int size, byte red, byte green, byte blue)
    {
        byte[] rgb = new byte[size * size * 3];
        for (int i = 0; i < rgb.Length; i += 3)
        {
            (rgb[i], rgb[i + 1], rgb[i + 2]) = (red, green, blue);
        }

        return rgb;
    }

    /// <summary>Noise, the same for the same seed.</summary>
    public static byte[] Noise(int size, int seed)
    {
        byte[] rgb = new byte[size * size * 3];
        new Random(seed).NextBytes(rgb);
        return rgb;
    }
}
