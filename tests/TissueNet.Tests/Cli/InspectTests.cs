using System.Text.Json;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Cli;

public sealed class InspectTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Inspect_RealSlideAsJson_HasTheContractsShape()
    {
        string slide = Repository.Shared("data", "slides", "CMU-1-Small-Region.svs");
        JsonElement json = (await TissueNetProcess.RunAsync("inspect", slide, "--json")).ShouldExitWith(0).Json;
        json.EnumerateObject().Select(property => property.Name).ShouldBe(
            ["path", "format", "vendor", "mpp_x", "mpp_y", "objective_power", "bounds", "levels", "associated", "properties"]);
        json.GetProperty("path").GetString().ShouldBe(slide);
        json.GetProperty("vendor").GetString().ShouldBe("aperio");
        json.GetProperty("mpp_x").GetDouble().ShouldBe(0.499, 1e-9);
        JsonElement level = json.GetProperty("levels")[0];
        level.EnumerateObject().Select(property => property.Name)
            .ShouldBe(["width", "height", "downsample", "tile_width", "tile_height", "codec"]);
        level.GetProperty("width").GetInt32().ShouldBe(2220);
        json.GetProperty("associated").GetProperty("macro").GetProperty("width").GetInt32().ShouldBe(1280);
        json.GetProperty("properties").GetProperty("aperio.AppMag").GetString().ShouldBe("20");
    }

    [Fact]
    public async Task Inspect_SeveralAsJson_IsAnArrayAndFailuresAreInIt()
    {
        await WriteSlideAsync("a.synthetic");
        await File.WriteAllTextAsync(folder.File("b.tif"), "not a slide", TestContext.Current.CancellationToken);
        TissueNetProcess.Answer answer = (await TissueNetProcess.RunAsync("inspect", folder.Path, "--json")).ShouldExitWith(1);
        answer.Json.GetArrayLength().ShouldBe(2);
        answer.Json[0].GetProperty("format").GetString().ShouldBe("synthetic");
        answer.Json[1].GetProperty("error").GetString().ShouldNotBeNullOrEmpty();
        answer.Error.ShouldContain("b.tif");
    }

    [Fact]
    public async Task Inspect_SlideWhoseCodecCannotBeRead_IsNotListedAsReadable()
    {
        string slide = Repository.Shared("data", "slides", "TCGA-CR-7395-01A-01-TS1.svs");
        TissueNetProcess.Answer answer = (await TissueNetProcess.RunAsync("inspect", slide)).ShouldExitWith(1);
        answer.Output.ShouldBeEmpty();
        answer.Error.ShouldContain("jpeg2000");
        answer.Error.ShouldContain("Convert");
    }

    [Fact]
    public async Task Inspect_AFolder_IsATable()
    {
        await WriteSlideAsync("a.synthetic");
        string output = (await TissueNetProcess.RunAsync("inspect", folder.Path)).ShouldExitWith(0).Output;
        output.ShouldContain("a.synthetic");
        output.ShouldContain("1,200");
    }

    [Fact]
    public async Task Inspect_MissingFile_SaysSo() =>
        (await TissueNetProcess.RunAsync("inspect", folder.File("none.tif"))).ShouldExitWith(2).Error.ShouldContain("none.tif");

    [Theory]
    [InlineData("look.png", 300)]
    [InlineData("look.jpg", 5000)]
    public async Task Thumbnail_OfASlide_HasItsShapeAndIsNeverLarger(string name, int size)
    {
        string slide = await WriteSlideAsync("a.synthetic");
        (await TissueNetProcess.RunAsync("thumbnail", slide, "-o", folder.File(name), "--size", $"{size}")).ShouldExitWith(0);
        using NetVips.Image image = NetVips.Image.NewFromFile(folder.File(name));
        image.Width.ShouldBe(Math.Min(size, 1200));
        image.Height.ShouldBe(Math.Min(size, 1200) * 2 / 3);
        Directory.EnumerateFiles(folder.Path).Count().ShouldBe(2); // no temporary file stays
    }

    [Fact]
    public async Task Thumbnail_OfNoSlide_ExitsWith1()
    {
        await File.WriteAllTextAsync(folder.File("b.tif"), "not a slide", TestContext.Current.CancellationToken);
        (await TissueNetProcess.RunAsync("thumbnail", folder.File("b.tif"), "-o", folder.File("b.png"))).ShouldExitWith(1);
        File.Exists(folder.File("b.png")).ShouldBeFalse();
    }

    private async Task<string> WriteSlideAsync(string name)
    {
        await File.WriteAllTextAsync(folder.File(name), "width: 1200\nheight: 800\nmpp: 0.5\n", TestContext.Current.CancellationToken);
        return folder.File(name);
    }
}
