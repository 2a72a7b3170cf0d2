using TissueNet.Slides;
using TissueNet.Slides.Synthetic;
using TissueNet.Stages;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Slides;

public class SyntheticSlideFormatTests
{
    [Fact]
    public void Open_FullFile_HasWhatItSays()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("a.synthetic");
        File.WriteAllText(path, "# a comment\nwidth: 3000\nheight: 2000\nseed: 7\nmpp: 0.25\npen: false\ntissue: 0.5\nlevels: 2\n");
        var format = new SyntheticSlideFormat();
        format.Detect(path, []).ShouldBeTrue();
        format.Detect("a.tif", []).ShouldBeFalse();
        using var pool = new PixelPool(1 << 20);
        using ISlideReader reader = format.Open(path, pool, 0);
        reader.Info.Levels.Count.ShouldBe(2);
        (reader.Info.Levels[0].Width, reader.Info.Levels[0].Height, reader.Info.MppX).ShouldBe((3000, 2000, 0.25));
        reader.Info.Properties["synthetic.seed"].ShouldBe("7");
    }

    [Theory]
    [InlineData("width: 10", "no 'height'")]
    [InlineData("width: 10\nheight: 10\nheigth: 10", "line 3, column 1: unknown key 'heigth'")]
    [InlineData("width: 300001\nheight: 10", "from 1 to 300000")]
    [InlineData("width: 10\nheight: ten", "line 2, column 9: 'height' is 'ten'")]
    [InlineData("width: 10\nheight: 10\nmpp: 0", "from 0.05 to 8")]
    [InlineData("width: 10\nheight: 10\nmpp: .nan", "from 0.05 to 8")]
    [InlineData("width: 10\nheight: 10\ntissue: 0.95", "from 0 to 0.9")]
    [InlineData("width: 10\nheight: 10\npen: maybe", "true or false")]
    [InlineData("width: [1]\nheight: 10", "single value")]
    [InlineData("- a", "no mapping")]
    [InlineData("", "no mapping")]
    [InlineData("width: {", "not YAML")]
    public void Parse_FaultyFile_SaysWhereAndWhat(string text, string expected)
    {
        SlideException error = Should.Throw<SlideException>(() => SyntheticSlideSpec.Parse("a.synthetic", text));
        error.Message.ShouldContain(expected);
        error.Remedy.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public void Open_MissingFile_ThrowsSlideException()
    {
        using var pool = new PixelPool(1 << 20);
        Should.Throw<SlideException>(() => new SyntheticSlideFormat().Open("absent.synthetic", pool, 0)).Remedy.ShouldNotBeNull();
    }

    [Theory]
    [InlineData(1, 1, 0)]
    [InlineData(1, 300_000, 0.35)]
    [InlineData(40, 7, 0.9)]
    public void ReadRegion_OddSizes_Reads(int width, int height, double share)
    {
        using var reader = new SyntheticSlideReader(new SyntheticSlideSpec { Width = width, Height = height, Tissue = share });
        byte[] rgb = new byte[9 * 9 * 3];
        foreach (SlideLevel level in reader.Info.Levels)
        {
            reader.ReadRegion(level.Index, 1, -4, (level.Height / 2) - 4, 9, 9, rgb);
        }
    }
}
