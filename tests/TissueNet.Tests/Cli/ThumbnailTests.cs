using NetVips;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Cli;

public sealed class ThumbnailTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("look.png", "300")]
    [InlineData("look.jpg", "5000")]
    public async Task Thumbnail_OfASlide_HasItsShapeAndIsNeverLarger(string name, string size)
    {
        string slide = await WriteSlideAsync("a.synthetic");
        string output = (await InProcess.RunAsync("thumbnail", slide, "-o", folder.File(name), "--size", size)).ShouldExitWith(0).Output;
        int width = Math.Min(int.Parse(size, System.Globalization.CultureInfo.InvariantCulture), 1200);
        output.ShouldBe($"{folder.File(name)}: {width} x {width * 2 / 3}{Environment.NewLine}");
        Size(name).ShouldBe((width, width * 2 / 3));
        Directory.EnumerateFiles(folder.Path).Count().ShouldBe(2); // no temporary file stays
    }

    [Fact]
    public async Task Thumbnail_Png_IsWhatTheSlideShowsThere()
    {
        await InProcess.RunAsync("thumbnail", Shared("CMU-1-Small-Region.svs"), "-o", folder.File("a.png"), "--size", "371");
        using Image thumbnail = Image.NewFromFile(folder.File("a.png"));
        using Image slide = Image.NewFromFile(Shared("CMU-1-Small-Region.svs")).Shrink(8, 8); // 7.997 is meant: an eighth of a pixel at the end
        (thumbnail.Width, thumbnail.Height).ShouldBe((278, 371));
        using Image difference = (thumbnail.Crop(1, 1, 270, 360) - slide.Crop(1, 1, 270, 360)).Abs();
        difference.Avg().ShouldBeLessThan(2);
    }

    [Fact]
    public async Task Thumbnail_OfOblongPixels_HasTheTissuesShape()
    {
        using (Image image = Image.Black(400, 400, bands: 3))
        using (Image oblong = image.Copy(interpretation: Enums.Interpretation.Srgb, xres: 2000, yres: 4000))
        {
            oblong.WriteToFile(folder.File("oblong.tif"), new VOption { { "tile", true } });
        }

        (await InProcess.RunAsync("thumbnail", folder.File("oblong.tif"), "-o", folder.File("oblong.png"), "--size", "100")).ShouldExitWith(0);
        Size("oblong.png").ShouldBe((100, 50));
    }

    [Fact]
    public async Task Thumbnail_OfAFolder_WritesOnePerSlideNamedAsARunDoes()
    {
        await WriteSlideAsync("in/a.synthetic");
        await WriteSlideAsync("in/x/b.synthetic");
        await WriteSlideAsync("in/y/b.synthetic");
        await File.WriteAllTextAsync(folder.File("in/broken.tif"), "not a slide", TestContext.Current.CancellationToken);
        TissueNetProcess.Answer answer = (await InProcess.RunAsync(
            "thumbnail", folder.File("in"), "-o", folder.File("out"), "--size", "60", "--format", "jpg")).ShouldExitWith(1);
        Directory.EnumerateFiles(folder.File("out")).Select(Path.GetFileName).Order(StringComparer.Ordinal).ShouldBe(["a.jpg", "x__b.jpg", "y__b.jpg"]);
        Size("out/x__b.jpg").ShouldBe((60, 40));
        answer.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(3);
        answer.Error.ShouldContain("broken.tif");
    }

    [Fact]
    public async Task Thumbnail_Associated_IsThatImage()
    {
        (await InProcess.RunAsync("thumbnail", Shared("CMU-1-Small-Region.svs"), "-o", folder.File("l.png"), "--associated", "label")).ShouldExitWith(0);
        Size("l.png").ShouldBe((387, 463));
        (await InProcess.RunAsync("thumbnail", Shared("CMU-1-Small-Region.svs"), "-o", folder.File("m.jpg"), "--associated", "macro", "--size", "640"))
            .ShouldExitWith(0);
        Size("m.jpg").ShouldBe((640, 216));
    }

    [Fact]
    public async Task Thumbnail_AssociatedThatIsNotThere_SaysWhichAre()
    {
        TissueNetProcess.Answer answer = (await InProcess.RunAsync(
            "thumbnail", Shared("CMU-1-Small-Region.svs"), "-o", folder.File("l.png"), "--associated", "barcode")).ShouldExitWith(1);
        answer.Error.ShouldContain("no associated image 'barcode'. It has: label, macro, thumbnail.");
        string synthetic = await WriteSlideAsync("a.synthetic");
        (await InProcess.RunAsync("thumbnail", synthetic, "-o", folder.File("l.png"), "--associated", "label")).ShouldExitWith(1)
            .Error.ShouldContain("It has none.");
        File.Exists(folder.File("l.png")).ShouldBeFalse();
    }

    [Fact]
    public async Task Thumbnail_OfNoSlide_ExitsWith1AndKeepsTheOldPicture()
    {
        await File.WriteAllTextAsync(folder.File("b.tif"), "not a slide", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder.File("b.png"), "old", TestContext.Current.CancellationToken);
        (await InProcess.RunAsync("thumbnail", folder.File("b.tif"), "-o", folder.File("b.png"))).ShouldExitWith(1);
        (await File.ReadAllTextAsync(folder.File("b.png"), TestContext.Current.CancellationToken)).ShouldBe("old");
    }

    [Fact]
    public async Task Thumbnail_OfAMissingSlide_ExitsAsInspectDoes()
    {
        TissueNetProcess.Answer answer = (await InProcess.RunAsync("thumbnail", folder.File("none.tif"), "-o", folder.File("b.png"))).ShouldExitWith(2);
        answer.Error.ShouldBe((await InProcess.RunAsync("inspect", folder.File("none.tif"))).ShouldExitWith(2).Error);
    }

    [Fact]
    public async Task Thumbnail_OnePictureForSeveralSlides_IsRefused()
    {
        string[] slides = [await WriteSlideAsync("a.synthetic"), await WriteSlideAsync("b.synthetic")];
        (await InProcess.RunAsync("thumbnail", slides[0], slides[1], "-o", folder.File("b.png"))).ShouldExitWith(2).Error.ShouldContain("2 slides");
    }

    [Fact]
    public async Task Thumbnail_OverTheSlideItself_IsRefused()
    {
        using (Image image = Image.Black(40, 40, bands: 3))
        {
            image.WriteToFile(folder.File("a.png"));
        }

        byte[] before = await File.ReadAllBytesAsync(folder.File("a.png"), TestContext.Current.CancellationToken);
        (await InProcess.RunAsync("thumbnail", folder.File("a.png"), "-o", folder.Path)).ShouldExitWith(1).Error.ShouldContain("replace the slide");
        (await File.ReadAllBytesAsync(folder.File("a.png"), TestContext.Current.CancellationToken)).ShouldBe(before);
    }

    [Fact]
    public async Task Thumbnail_IntoWhatIsNoFolder_ExitsWith3()
    {
        string slide = await WriteSlideAsync("a.synthetic");
        (await InProcess.RunAsync("thumbnail", slide, "-o", Path.Combine(slide, "a.png"))).ShouldExitWith(3).Error.ShouldContain("cannot be written");
    }

    [Theory]
    [InlineData("many", "--size is 'many'; expected a whole number, 1 to 8,192.")]
    [InlineData("0", "--size is '0'; expected a whole number, 1 to 8,192.")]
    [InlineData("99999999999", "--size is '99999999999'; expected a whole number, 1 to 8,192.")]
    public async Task Thumbnail_ImpossibleSize_SaysWhatIsExpected(string size, string says)
    {
        string error = (await InProcess.RunAsync("thumbnail", "a.svs", "-o", "a.png", "--size", size)).ShouldExitWith(2).Error;
        error.ShouldContain(says);
        error.ShouldNotContain("System.");
    }

    private static string Shared(string name) => Repository.Shared("data", "slides", name);

    private (int Width, int Height) Size(string name)
    {
        using Image image = Image.NewFromFile(folder.File(name));
        return (image.Width, image.Height);
    }

    private async Task<string> WriteSlideAsync(string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder.File(name))!);
        await File.WriteAllTextAsync(folder.File(name), "width: 1200\nheight: 800\nmpp: 0.5\n", TestContext.Current.CancellationToken);
        return folder.File(name);
    }
}
