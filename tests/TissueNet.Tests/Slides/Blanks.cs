using NetVips;
using TissueNet.Slides;
using TissueNet.Slides.Jpeg;
using TissueNet.Slides.Tiff;
using TissueNet.Slides.Vips;
using TissueNet.Stages;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Slides;

/// <summary>Slides that are mostly blank.</summary>
internal static class Blanks
{
    /// <summary>Writes a piece of real tissue on white, beside a field of one other colour.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="options">How libvips stores it.</param>
    public static void Write(string path, int width, int height, string options)
    {
        VipsRuntime.Unusable.ShouldBeNull();
        using Image slide = Image.NewFromFile(Repository.Shared("data", "slides", "CMU-1-Small-Region.svs"));
        using Image tissue = slide.Crop(800, 1100, width / 3, height / 3);
        using Image white = Image.Black(width, height, bands: 3).Linear([1, 1, 1], [255, 255, 255]).Cast(Enums.BandFormat.Uchar)
            .Copy(interpretation: Enums.Interpretation.Srgb, xres: 2000, yres: 2000);
        using Image field = Image.Black(width / 4, height, bands: 3).Linear([1, 1, 1], [241, 240, 243]).Cast(Enums.BandFormat.Uchar);
        using Image beside = white.Insert(field, width * 3 / 4, 0);
        using Image drawn = beside.Insert(tissue, width / 8, height / 3);
        drawn.WriteToFile($"{path}[{options}]");
    }

    /// <summary>Reads level 0 tile by tile, opening the file anew for each: nothing can be known to be blank.</summary>
    public static byte[] DecodedOneByOne(string path, int shrink, out int width, out int height)
    {
        using var pool = new PixelPool(64 << 20);
        byte[] bytes = File.ReadAllBytes(path);
        int tileWidth, tileHeight;
        using (TiffSlideReader first = Open(bytes, pool))
        {
            SlideLevel level = first.Info.Levels[0];
            (width, height) = ((level.Width + shrink - 1) / shrink, (level.Height + shrink - 1) / shrink);
            (tileWidth, tileHeight) = ((level.TileWidth + shrink - 1) / shrink, (level.TileHeight + shrink - 1) / shrink);
        }

        byte[] whole = new byte[width * height * 3];
        for (int y = 0; y < height; y += tileHeight)
        {
            for (int x = 0; x < width; x += tileWidth)
            {
                int w = Math.Min(tileWidth, width - x), h = Math.Min(tileHeight, height - y);
                byte[] tile = new byte[w * h * 3];
                using TiffSlideReader reader = Open(bytes, pool);
                reader.ReadRegion(0, shrink, x, y, w, h, tile);
                reader.TilesDecoded.ShouldBe(1);
                for (int row = 0; row < h; row++)
                {
                    tile.AsSpan(row * w * 3, w * 3).CopyTo(whole.AsSpan((((y + row) * width) + x) * 3));
                }
            }
        }

        return whole;
    }

    private static TiffSlideReader Open(byte[] bytes, PixelPool pool) =>
        new TiffSlideFormat(JpegDecoders.Default).Open("a.tif", new MemoryByteSource(bytes), new TileCache(pool, 0), ownsCache: true);
}
