using System.Text.Json;
using NetVips;
using TissueNet.Slides;
using TissueNet.Slides.Jpeg;
using TissueNet.Slides.Tiff;
using TissueNet.Slides.Vips;
using TissueNet.Stages;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Slides;

/// <summary>Pixels, geometry and resolution of real files against what OpenSlide and libvips make of them.</summary>
public sealed class TiffReferenceTests
{
    public static TheoryData<string> Slides =>
        ["CMU-1-Small-Region.svs", "boxes.tiff", "patch-8-level.tif", "patch.tif", "yb10kx5k.zstd.tiff"];

    [Theory]
    [MemberData(nameof(Slides))]
    public void ReferenceRegion_AsOpenSlideReadIt_IsEqual(string name)
    {
        using JsonDocument all = JsonDocument.Parse(File.ReadAllText(Repository.Shared("data", "slides", "reference", "reference.json")));
        JsonElement expected = all.RootElement.EnumerateArray().Single(s => s.GetProperty("slide").GetString() == name);
        using var pool = new PixelPool(64 << 20);
        using (ISlideReader reader = SlideFormats.Open(Repository.Shared("data", "slides", name), pool, 16 << 20))
        {
            reader.ShouldBeOfType<TiffSlideReader>();
            reader.Info.Vendor.ShouldBe(expected.GetProperty("vendor").GetString());
            reader.Info.Levels.Select(l => (l.Width, l.Height)).ShouldBe(
                expected.GetProperty("levels").EnumerateArray().Select(l => (l.GetProperty("width").GetInt32(), l.GetProperty("height").GetInt32())));
            Text(reader.Info.MppX).ShouldBe(expected.GetProperty("mpp_x").GetString());
            Text(reader.Info.MppY).ShouldBe(expected.GetProperty("mpp_y").GetString());
            Text(reader.Info.ObjectivePower).ShouldBe(expected.GetProperty("objective_power").GetString());
            reader.Info.Bounds.ShouldBeNull(); // the rows have none
            reader.Info.Associated.Select(a => $"{a.Key} {a.Value.Width} {a.Value.Height}").ShouldBe(
                expected.GetProperty("associated").EnumerateObject().Select(a => $"{a.Name} {a.Value[0]} {a.Value[1]}"));
            foreach (JsonElement region in expected.GetProperty("regions").EnumerateArray())
            {
                SlideLevel level = reader.Info.Levels[region.GetProperty("level").GetInt32()];
                int width = region.GetProperty("width").GetInt32(), height = region.GetProperty("height").GetInt32();
                int x = (int)(region.GetProperty("level0_x").GetInt32() / level.Downsample);
                int y = (int)(region.GetProperty("level0_y").GetInt32() / level.Downsample);
                byte[] pixels = new byte[width * height * 3];
                reader.ReadRegion(level.Index, 1, x, y, width, height, pixels);

                // A little transparent are the three regions of levels narrower than a tile, which OpenSlide scrambled: their rows show
                // memory of its process. Such levels are compared with libvips (NetVipsSlideTests).
                if (region.GetProperty("alpha_fraction").GetDouble() == 1)
                {
                    Pixels.ShouldBeClose(pixels, Png(region.GetProperty("png").GetString()!), level.Codec == "jpeg" ? 4 : 0);
                }
            }
        }

        pool.LeaseCount.ShouldBe(0);
    }

    [Fact]
    public void AperioSlide_WithAssociatedImages_TellsThem()
    {
        using var pool = new PixelPool(16 << 20);
        using ISlideReader reader = SlideFormats.Open(Repository.Shared("data", "slides", "CMU-1-Small-Region.svs"), pool, 0);

        reader.Info.Format.ShouldBe("svs");
        reader.Info.MppX.ShouldBe(0.499);
        reader.Info.ObjectivePower.ShouldBe(20);
        reader.Info.Properties["aperio.AppMag"].ShouldBe("20");
        reader.Info.Properties["aperio.MPP"].ShouldBe("0.4990");
        reader.Info.Associated.ShouldBe(new SortedDictionary<string, (int, int)>
        {
            ["label"] = (387, 463),
            ["macro"] = (1280, 431),
            ["thumbnail"] = (574, 768),
        });
        foreach ((string name, int page) in new[] { ("thumbnail", 1), ("label", 2), ("macro", 3) })
        {
            using Image image = Image.NewFromFile(Repository.Shared("data", "slides", "CMU-1-Small-Region.svs"), kwargs: new VOption { { "page", page } });
            Pixels.ShouldBeClose(reader.ReadAssociated(name), image.WriteToMemory<byte>(), 4);
        }

        Should.Throw<SlideException>(() => reader.ReadAssociated("barcode")).Message.ShouldContain("label, macro, thumbnail");
    }

    [Theory]
    [InlineData("cmu1-fragment.tif", false)]
    [InlineData("cmu1-fragment-subifd.tif", true)]
    [InlineData("cmu1-fragment-deflate.tif", false)]
    public void Fragment_EveryLevelWhole_EqualsLibvips(string name, bool subIfds)
    {
        string path = Repository.Shared("data", "slides", name);
        foreach (IJpegDecoder jpeg in Decoders())
        {
            using var pool = new PixelPool(64 << 20);
            using ISlideReader reader = new TiffSlideFormat(jpeg).Open(path, pool, 16 << 20);
            reader.Info.MppX!.Value.ShouldBe(0.499, 1e-6);
            reader.Info.Levels.Select(l => l.Downsample).ShouldBe(Enumerable.Range(0, reader.Info.Levels.Count).Select(i => (double)(1 << i)));
            foreach (SlideLevel level in reader.Info.Levels)
            {
                VOption options = !subIfds ? new VOption { { "page", level.Index } }
                    : level.Index == 0 ? [] : new VOption { { "subifd", level.Index - 1 } };
                using Image image = Image.NewFromFile(path, kwargs: options);
                byte[] expected = image.WriteToMemory<byte>();
                byte[] pixels = new byte[level.Width * level.Height * 3];
                reader.ReadRegion(level.Index, 1, 0, 0, level.Width, level.Height, pixels);
                (image.Width, image.Height).ShouldBe((level.Width, level.Height));
                Pixels.ShouldBeClose(pixels, expected, level.Codec == "jpeg" ? 4 : 0);
            }
        }
    }

    [Fact]
    public void Fragment_ShrunkWhileDecoding_IsTheAreaAverage()
    {
        foreach (IJpegDecoder jpeg in Decoders())
        {
            using var pool = new PixelPool(64 << 20);
            using ISlideReader reader = new TiffSlideFormat(jpeg).Open(Repository.Shared("data", "slides", "cmu1-fragment.tif"), pool, 16 << 20);
            byte[] whole = new byte[2220 * 2967 * 3];
            reader.ReadRegion(0, 1, 0, 0, 2220, 2967, whole);
            reader.Shrinks(0).ShouldBe([2, 4, 8]);
            foreach (int shrink in reader.Shrinks(0))
            {
                int width = (2220 + shrink - 1) / shrink, height = (2967 + shrink - 1) / shrink;
                byte[] shrunk = new byte[width * height * 3];
                reader.ReadRegion(0, shrink, 0, 0, width, height, shrunk);
                double error = 0;
                double edge = 0;
                for (int y = 0; y < height; y++)
                {
                    for (int x = 0; x < width; x++)
                    {
                        int difference = Math.Abs(shrunk[(((y * width) + x) * 3) + 1] - Average(whole, x, y, shrink));
                        error += difference;
                        edge += x == width - 1 || y == height - 1 ? difference : 0;
                    }
                }

                (error / (width * height)).ShouldBeLessThan(2.5);
                (edge / (width + height)).ShouldBeLessThan(12); // the last, partial pixels show the slide, not what lies in the tile beyond it
            }
        }
    }

    private static int Average(byte[] whole, int x, int y, int shrink)
    {
        int sum = 0, count = 0;
        for (int j = y * shrink; j < Math.Min((y + 1) * shrink, 2967); j++)
        {
            for (int i = x * shrink; i < Math.Min((x + 1) * shrink, 2220); i++)
            {
                sum += whole[(((j * 2220) + i) * 3) + 1];
                count++;
            }
        }

        return sum / count;
    }

    /// <summary>As GENERATED.md states: the deflate pyramid is the source's crop, its averages in twos exactly, in fours within 1.</summary>
    [Fact]
    public void DeflateFragment_EveryLevel_IsTheSourceAveraged()
    {
        using var pool = new PixelPool(64 << 20);
        using ISlideReader source = SlideFormats.Open(Repository.Shared("data", "slides", "CMU-1-Small-Region.svs"), pool, 16 << 20);
        using ISlideReader reader = SlideFormats.Open(Repository.Shared("data", "slides", "cmu1-fragment-deflate.tif"), pool, 16 << 20);
        byte[] crop = new byte[801 * 703 * 3];
        source.ReadRegion(0, 1, 840, 900, 801, 703, crop);
        reader.Info.Levels.Select(l => (l.Width, l.Height)).ShouldBe([(801, 703), (400, 351), (200, 175)]);
        foreach (SlideLevel level in reader.Info.Levels)
        {
            byte[] pixels = new byte[level.Width * level.Height * 3];
            reader.ReadRegion(level.Index, 1, 0, 0, level.Width, level.Height, pixels);
            Pixels.ShouldBeClose(pixels, Averages(crop, 801, 1 << level.Index, level.Width, level.Height), level.Index < 2 ? 0 : 1);
        }
    }

    [Theory]
    [InlineData("cmu1-fragment.tif")]
    [InlineData("cmu1-fragment-subifd.tif")]
    public void JpegFragment_EveryLevel_IsAsFarFromTheSourceAsItsMakerMeasured(string name)
    {
        double[] errors = [3.32, 4.06, 4.31, 4.62];
        using var pool = new PixelPool(64 << 20);
        using ISlideReader source = SlideFormats.Open(Repository.Shared("data", "slides", "CMU-1-Small-Region.svs"), pool, 16 << 20);
        using ISlideReader reader = SlideFormats.Open(Repository.Shared("data", "slides", name), pool, 16 << 20);
        byte[] whole = new byte[2220 * 2967 * 3];
        source.ReadRegion(0, 1, 0, 0, 2220, 2967, whole);
        reader.Info.Levels.Select(l => (l.Width, l.Height)).ShouldBe([(2220, 2967), (1110, 1483), (555, 741), (277, 370)]);
        foreach (SlideLevel level in reader.Info.Levels)
        {
            byte[] pixels = new byte[level.Width * level.Height * 3];
            reader.ReadRegion(level.Index, 1, 0, 0, level.Width, level.Height, pixels);
            byte[] expected = Averages(whole, 2220, 1 << level.Index, level.Width, level.Height);
            double error = pixels.Select((p, i) => Math.Abs(p - expected[i])).Average();
            error.ShouldBe(errors[level.Index], 0.02);
        }
    }

    /// <summary>A drawing of colours by tile: what libtiff with Zstandard makes of it.</summary>
    [Fact]
    public void ZstdSlide_WithAlpha_ShowsItsColours()
    {
        using var pool = new PixelPool(16 << 20);
        using ISlideReader reader = SlideFormats.Open(Repository.Shared("data", "slides", "rgba8_cog_big.tiff"), pool, 0);
        byte[] pixels = new byte[64 * 64 * 3];
        reader.ReadRegion(0, 1, 0, 0, 64, 64, pixels);
        byte[][] colors = [[2, 128, 1], [253, 255, 0], [255, 0, 2], [2, 0, 255]];
        int[] drawn = [0, 1, 2, 3, 1, 2, 3, 0, 2, 3, 0, 1, 3, 0, 1, 2];
        for (int i = 0; i < 64 * 64; i++)
        {
            pixels.AsSpan(i * 3, 3).ToArray().ShouldBe(colors[drawn[(i / 64 / 16 * 4) + (i % 64 / 16)]]);
        }

        reader.Info.Levels.Select(l => (l.Width, l.Downsample, l.Codec)).ShouldBe(
            [(64, 1, "zstd"), (32, 2, "zstd"), (16, 4, "zstd"), (8, 8, "zstd"), (4, 16, "zstd")]);
    }

    [Fact]
    public void SparseSlide_ReadWhole_IsBackgroundWithoutTouchingTheDisk()
    {
        var file = new MemoryByteSource(File.ReadAllBytes(Repository.Shared("data", "slides", "sparse.tiff")));
        using var pool = new PixelPool(16 << 20);
        using var cache = new TileCache(pool, 1 << 20);
        using TiffSlideReader reader = new TiffSlideFormat().Open("sparse.tiff", file, cache, ownsCache: false);
        int before = file.Reads;
        byte[] pixels = new byte[5000 * 300 * 3];
        foreach (SlideLevel level in reader.Info.Levels)
        {
            pixels.AsSpan().Clear();
            reader.ReadRegion(level.Index, 1, level.Width - 4900, level.Height - 200, 5000, 300, pixels);
            pixels.AsSpan().IndexOfAnyExcept((byte)255).ShouldBe(-1);
        }

        reader.Info.Levels.Count.ShouldBe(6);
        file.Reads.ShouldBe(before);
        reader.TilesDecoded.ShouldBe(0);
    }

    private static byte[] Averages(byte[] source, int sourceWidth, int factor, int width, int height)
    {
        byte[] averages = new byte[width * height * 3];
        for (int i = 0; i < averages.Length; i++)
        {
            int x = i / 3 % width * factor, y = i / 3 / width * factor, sum = factor * factor / 2;
            for (int square = 0; square < factor * factor; square++)
            {
                sum += source[((((y + (square / factor)) * sourceWidth) + x + (square % factor)) * 3) + (i % 3)];
            }

            averages[i] = (byte)(sum / (factor * factor));
        }

        return averages;
    }

    private static string? Text(double? number) => number?.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static byte[] Png(string name)
    {
        using Image image = Image.NewFromFile(Repository.Shared("data", "slides", "reference", name));
        using Image rgb = image.Bands > 3 ? image.ExtractBand(0, n: 3) : image.Copy();
        return rgb.WriteToMemory<byte>();
    }

    private static IEnumerable<IJpegDecoder> Decoders()
    {
        VipsRuntime.Unusable.ShouldBeNull();
        return JpegDecoders.Turbo is { } turbo ? [turbo, new NetVipsJpegDecoder()] : [new NetVipsJpegDecoder()];
    }
}
