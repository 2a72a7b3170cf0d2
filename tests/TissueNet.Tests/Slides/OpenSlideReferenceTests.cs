using System.Text.Json;
using NetVips;
using TissueNet.Slides;
using TissueNet.Slides.OpenSlide;
using TissueNet.Stages;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Slides;

/// <summary>Geometry, properties and pixels of the slides that OpenSlide is for, against what OpenSlide made of them when the data was gathered.</summary>
public sealed class OpenSlideReferenceTests
{
    public static TheoryData<string> Slides =>
        ["TCGA-CR-7395-01A-01-TS1.svs", "test3-DAPI-2-387.ndpi", "Mirax2-Fluorescence-2.mrxs", "CMU-1-Small-Region.svs"];

    [Theory]
    [MemberData(nameof(Slides))]
    public void ReferenceRow_OfASlide_Matches(string name)
    {
        JsonElement expected = Row(name);
        using var pool = new PixelPool(64 << 20);
        using ISlideReader reader = new OpenSlideFormat(OpenSlides.Library).Open(Repository.Shared("data", "slides", name), pool, 16 << 20);
        SlideInfo info = reader.Info;

        info.Format.ShouldBe("openslide");
        info.Vendor.ShouldBe(expected.GetProperty("vendor").GetString());
        info.Levels.Select(l => (l.Width, l.Height)).ShouldBe(
            expected.GetProperty("levels").EnumerateArray().Select(l => (l.GetProperty("width").GetInt32(), l.GetProperty("height").GetInt32())));
        info.Levels.Select(l => l.Downsample).ShouldBe(Enumerable.Range(0, info.Levels.Count).Select(i => (double)(1 << i)));
        (info.MppX, info.MppY).ShouldBe((Number(expected, "mpp_x"), Number(expected, "mpp_y")));
        info.ObjectivePower.ShouldBe(Number(expected, "objective_power"));
        JsonElement bounds = expected.GetProperty("bounds");
        info.Bounds.ShouldBe(bounds.TryGetProperty("x", out _)
            ? new SlideBounds((int)Number(bounds, "x")!, (int)Number(bounds, "y")!, (int)Number(bounds, "width")!, (int)Number(bounds, "height")!)
            : null);
        info.Associated.ToDictionary(a => a.Key, a => (a.Value.Width, a.Value.Height)).ShouldBe(
            expected.GetProperty("associated").EnumerateObject().ToDictionary(a => a.Name, a => (a.Value[0].GetInt32(), a.Value[1].GetInt32())),
            ignoreOrder: true);
        foreach (string image in info.Associated.Keys)
        {
            reader.ReadAssociated(image).Length.ShouldBe(info.Associated[image].Width * info.Associated[image].Height * 3);
        }

        foreach (JsonElement region in expected.GetProperty("regions").EnumerateArray())
        {
            SlideLevel level = info.Levels[region.GetProperty("level").GetInt32()];
            int width = region.GetProperty("width").GetInt32(), height = region.GetProperty("height").GetInt32();
            byte[] pixels = new byte[width * height * 3];
            int x = (int)Math.Round(region.GetProperty("level0_x").GetInt32() / level.Downsample, MidpointRounding.ToZero);
            int y = (int)Math.Round(region.GetProperty("level0_y").GetInt32() / level.Downsample, MidpointRounding.ToZero);
            reader.ReadRegion(level.Index, 1, x, y, width, height, pixels);
            Pixels.ShouldBeClose(pixels, Png(region.GetProperty("png").GetString()!), 4);
        }
    }

    [Theory]
    [InlineData("TCGA-CR-7395-01A-01-TS1.svs", "jpeg2000")]
    [InlineData("test3-DAPI-2-387.ndpi", "jpeg")]
    [InlineData("Mirax2-Fluorescence-2.mrxs", "jpeg")]
    [InlineData("cmu1-fragment.ndpi", "jpeg")]
    [InlineData("cmu1-fragment.mrxs", "jpeg")]
    public void Slide_OpenedByWhateverFits_GoesToOpenSlide(string name, string codec)
    {
        OpenSlides.Library.ShouldNotBeNull();
        using var pool = new PixelPool(64 << 20);
        using ISlideReader reader = SlideFormats.Open(Repository.Shared("data", "slides", name), pool, 0);

        reader.ShouldBeOfType<OpenSlideReader>();
        reader.Info.Levels.ShouldAllBe(level => level.Codec == codec);
        reader.Info.Properties["openslide.vendor"].ShouldBe(reader.Info.Vendor);
    }

    [Theory]
    [InlineData("CMU-1-Small-Region.svs")]
    [InlineData("cmu1-fragment.tif")]
    [InlineData("cog.tiff")]
    public void Slide_ThatBothReadersRead_HasEqualPixelsAndResolution(string name)
    {
        string path = Repository.Shared("data", "slides", name);
        using var pool = new PixelPool(64 << 20);
        using ISlideReader ours = SlideFormats.Open(path, pool, 16 << 20, "tiff");
        using ISlideReader theirs = new OpenSlideFormat(OpenSlides.Library).Open(path, pool, 16 << 20);

        theirs.Info.MppX.GetValueOrDefault(-1).ShouldBe(ours.Info.MppX.GetValueOrDefault(-1), 1e-9);
        theirs.Info.MppY.GetValueOrDefault(-1).ShouldBe(ours.Info.MppY.GetValueOrDefault(-1), 1e-9);
        theirs.Info.Levels.Select(l => l.Downsample).ShouldBe(ours.Info.Levels.Select(l => l.Downsample));
        theirs.Info.Associated.ShouldBe(ours.Info.Associated);
        foreach (SlideLevel level in ours.Info.Levels)
        {
            // Where the ratio is not whole OpenSlide interpolates, except from the origin on.
            int width = Math.Min(level.Width, level.Index == 0 ? int.MaxValue : 1024), height = Math.Min(level.Height, level.Index == 0 ? int.MaxValue : 1024);
            byte[] expected = new byte[width * height * 3], actual = new byte[expected.Length];
            ours.ReadRegion(level.Index, 1, 0, 0, width, height, expected);
            theirs.ReadRegion(level.Index, 1, 0, 0, width, height, actual);
            Pixels.ShouldBeClose(actual, expected, 4);
        }
    }

    [Fact]
    public void DeflateLevel_NarrowerThanATile_IsReadByUsAndRefusedByOpenSlide()
    {
        string path = Repository.Shared("data", "slides", "cmu1-fragment-deflate.tif");
        using var pool = new PixelPool(64 << 20);
        using ISlideReader reader = SlideFormats.Open(path, pool, 16 << 20);
        byte[] source = Source(840, 900, 801, 703);

        reader.Info.Format.ShouldBe("tiff");
        byte[] whole = new byte[801 * 703 * 3], quarter = new byte[200 * 175 * 3];
        reader.ReadRegion(0, 1, 0, 0, 801, 703, whole);
        reader.ReadRegion(2, 1, 0, 0, 200, 175, quarter);
        whole.AsSpan().CommonPrefixLength(source).ShouldBe(source.Length);
        for (int i = 0; i < quarter.Length; i++)
        {
            (int x, int y, int c) = (i / 3 % 200, i / 600, i % 3);
            int sum = Enumerable.Range(0, 16).Sum(k => source[((((y * 4) + (k / 4)) * 801) + (x * 4) + (k % 4)) * 3 + c]);
            Math.Abs(quarter[i] - (sum / 16.0)).ShouldBeLessThanOrEqualTo(1.5);
        }

        Should.Throw<SlideException>(() => new OpenSlideFormat(OpenSlides.Library).Open(path, pool, 0))
            .Message.ShouldContain("200 px is narrower than a stored tile of 256 px");
    }

    /// <summary>Pixels of the scan that the fragments were made from.</summary>
    internal static byte[] Source(int x, int y, int width, int height)
    {
        using var pool = new PixelPool(64 << 20);
        using ISlideReader reader = SlideFormats.Open(Repository.Shared("data", "slides", "CMU-1-Small-Region.svs"), pool, 16 << 20, "tiff");
        byte[] rgb = new byte[width * height * 3];
        reader.ReadRegion(0, 1, x, y, width, height, rgb);
        return rgb;
    }

    private static JsonElement Row(string name)
    {
        using JsonDocument all = JsonDocument.Parse(File.ReadAllText(Repository.Shared("data", "slides", "reference", "reference.json")));
        return all.RootElement.EnumerateArray().Single(s => s.GetProperty("slide").GetString() == name).Clone();
    }

    private static double? Number(JsonElement element, string name) =>
        element.GetProperty(name).GetString() is { } text ? double.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : null;

    private static byte[] Png(string name)
    {
        using Image image = Image.NewFromFile(Repository.Shared("data", "slides", "reference", name));
        using Image rgb = image.Bands > 3 ? image.ExtractBand(0, n: 3) : image.Copy();
        return rgb.WriteToMemory<byte>();
    }
}
