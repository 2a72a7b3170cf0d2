using NetVips;
using TissueNet.Slides.Synthetic;

namespace TissueNet.Bench;

/// <summary>A synthetic slide as a file that others can read too: a pyramidal TIFF with JPEG tiles.</summary>
internal static class SyntheticTiff
{
    private const int Side = 6144;

    /// <summary>Writes one into the temporary folder.</summary>
    /// <param name="mpp">Microns per pixel of level 0.</param>
    /// <returns>Its path; delete it after use.</returns>
    public static string Make(double mpp)
    {
        string path = Path.Combine(Path.GetTempPath(), $"tissuenet-bench-{Guid.NewGuid():N}.tif");
        byte[] rgb = new byte[Side * Side * 3];
        using (var reader = new SyntheticSlideReader(new SyntheticSlideSpec { Width = Side, Height = Side, Seed = 3 }))
        {
            reader.ReadRegion(0, 1, 0, 0, Side, Side, rgb);
        }

        using Image image = Image.NewFromMemory(rgb, Side, Side, 3, Enums.BandFormat.Uchar);
        using Image scaled = image.Copy(interpretation: Enums.Interpretation.Srgb, xres: 1000 / mpp, yres: 1000 / mpp);
        scaled.Tiffsave(path, compression: Enums.ForeignTiffCompression.Jpeg, q: 85, tile: true, tileWidth: 512, tileHeight: 512, pyramid: true);
        return path;
    }
}
