using System.Text.Json;
using TissueNet.Cli.Inspection;
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
            ["path", "format", "vendor", "mpp_x", "mpp_y", "objective_power", "bounds", "levels", "associated", "properties",
                "bytes", "icc_profile_bytes", "background", "is_grey"]);
        json.GetProperty("path").GetString().ShouldBe(slide);
        json.GetProperty("vendor").GetString().ShouldBe("aperio");
        json.GetProperty("mpp_x").GetDouble().ShouldBe(0.499, 1e-9);
        JsonElement level = json.GetProperty("levels")[0];
        level.EnumerateObject().Select(property => property.Name)
            .ShouldBe(["width", "height", "downsample", "tile_width", "tile_height", "codec"]);
        level.GetProperty("width").GetInt32().ShouldBe(2220);
        json.GetProperty("associated").GetProperty("macro").GetProperty("width").GetInt32().ShouldBe(1280);
        json.GetProperty("properties").GetProperty("aperio.AppMag").GetString().ShouldBe("20");
        json.GetProperty("bytes").GetInt64().ShouldBe(1_938_955);
        json.GetProperty("background").GetString().ShouldBe("#FFFFFF");
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
        string slide = Repository.Shared("data", "slides", "tiff-variants", "zackthecat-ojpeg-tile.tif");
        TissueNetProcess.Answer answer = (await TissueNetProcess.RunAsync("inspect", slide)).ShouldExitWith(1);
        answer.Output.ShouldBeEmpty();
        answer.Error.ShouldContain("old-style jpeg");
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

    [Fact]
    public async Task Inspect_AFolderWithABrokenSlide_HasBytesAndANote()
    {
        await WriteSlideAsync("a.synthetic");
        await File.WriteAllTextAsync(folder.File("b.tif"), "not a slide", TestContext.Current.CancellationToken);
        TissueNetProcess.Answer answer = (await InProcess.RunAsync("inspect", folder.Path)).ShouldExitWith(1);
        string[] lines = answer.Output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        lines[0].ShouldContain("note");
        string broken = lines.Single(line => line.Contains("b.tif", StringComparison.Ordinal));
        broken.ShouldContain(" 11 ");
        broken.ShouldContain("cannot");
        lines.Single(line => line.Contains("a.synthetic", StringComparison.Ordinal)).ShouldEndWith($" {new FileInfo(folder.File("a.synthetic")).Length}");
        answer.Error.ShouldContain("error: " + folder.File("b.tif"));
    }

    [Fact]
    public async Task Inspect_OneSlide_SaysSizeAndColours()
    {
        string output = (await InProcess.RunAsync("inspect", Repository.Shared("data", "slides", "CMU-1-Small-Region.svs"))).ShouldExitWith(0).Output;
        output.ShouldContain("2,220 x 2,967 px, 6.6 megapixels, 1.11 x 1.48 mm, 1.85 MiB");
        output.ShouldContain("objective 20x");
        output.ShouldContain("RGB, ");
        output.ShouldContain("240 x 240");
    }

    [Fact]
    public void Bytes_OfAMirax_AreThoseOfItsFolderToo() =>
        SlideFiles.Bytes(Repository.Shared("data", "slides", "cmu1-fragment.mrxs")).ShouldBe(2_775_949);

    private async Task<string> WriteSlideAsync(string name)
    {
        await File.WriteAllTextAsync(folder.File(name), "width: 1200\nheight: 800\nmpp: 0.5\n", TestContext.Current.CancellationToken);
        return folder.File(name);
    }
}
