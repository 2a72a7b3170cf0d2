using TissueNet.Slides;
using TissueNet.Slides.OpenSlide;
using TissueNet.Tests.Slides.Mutations;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Slides;

/// <summary>What made OpenSlide 3.4.1 run for minutes or take most of a gigabyte, found by mutation.</summary>
public sealed class OpenSlideGuardTests
{
    [Theory]
    [InlineData("-855637568", "440", "864289920", "50344")]
    [InlineData("216", "440", "637534696", "2960")]
    public void PhotosFarBeyondTheSlide_Checked_AreRefused(string x, string y, string width, string height)
    {
        SlideException failure = Should.Throw<SlideException>(() => OpenSlideGuard.CheckBounds("a.mrxs", Bounds(x, y, width, height), 2496, 3616));

        failure.Message.ShouldContain("photos reach from");
        failure.Remedy.ShouldNotBeNull();
    }

    [Fact]
    public void BoundsOfARealSlide_OrNone_Pass()
    {
        Should.NotThrow(() => OpenSlideGuard.CheckBounds("a.mrxs", Bounds("216", "440", "2064", "2960"), 2496, 3616));
        Should.NotThrow(() => OpenSlideGuard.CheckBounds("a.svs", new Dictionary<string, string>(), 2496, 3616));
    }

    [Fact]
    public void TileOfHalfAGigabyte_Checked_IsRefused()
    {
        byte[] bytes = WebPTiff.Make();
        TiffMap map = TiffMap.Of(bytes)!;
        long field = map.Fields.Single(f => map.Integer(f, 2) == 323); // TileLength
        map.Encode(421_099, 4).CopyTo(bytes, field + 8);
        using var folder = new TemporaryFolder();
        string path = folder.File("tall.tif");
        File.WriteAllBytes(path, bytes);

        Should.Throw<SlideException>(() => OpenSlideGuard.CheckFile(path)).Message.ShouldContain("256 x 421099 px");
    }

    [Theory]
    [InlineData("TCGA-CR-7395-01A-01-TS1.svs")]
    [InlineData("cmu1-fragment.ndpi")]
    [InlineData("cmu1-fragment.mrxs")]
    [InlineData("CMU-1-Small-Region.svs")]
    public void RealSlide_Checked_Passes(string slide) =>
        Should.NotThrow(() => OpenSlideGuard.CheckFile(Repository.Shared("data", "slides", slide)));

    private static Dictionary<string, string> Bounds(string x, string y, string width, string height) => new()
    {
        ["openslide.bounds-x"] = x,
        ["openslide.bounds-y"] = y,
        ["openslide.bounds-width"] = width,
        ["openslide.bounds-height"] = height,
    };
}
