using System.Text.Json;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Cli;

public sealed class LintTests : IDisposable
{
    private const string Faulty = """
        name: faulty
        slides: { path: slides }
        stages:
          - open_slide: {}
          - otsu_tissue_mask: { mppp: 8 }
        reports: [mask_pgn]
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Lint_SoundFile_ExitsWith0() => (await TissueNetProcess.RunAsync("lint", "pipelines/tissue_mask.yaml"))
        .ShouldExitWith(0).Output.ShouldContain("1 file, 0 errors, 0 warnings");

    [Fact]
    public async Task Lint_SoundFileAsJson_IsAnEmptyArray() => (await TissueNetProcess.RunAsync("lint", "pipelines/tissue_mask.yaml", "--json"))
        .ShouldExitWith(0).Json.GetArrayLength().ShouldBe(0);

    [Fact]
    public async Task Lint_FaultyFile_NamesEachPlaceAndSuggestion()
    {
        string path = await WriteAsync();
        TissueNetProcess.Answer answer = (await TissueNetProcess.RunAsync("lint", path, "pipelines/tissue_mask.yaml")).ShouldExitWith(2);
        answer.Output.ShouldContain($"{path}:5:25: error:");
        answer.Output.ShouldContain("Did you mean 'mpp'?");
        answer.Output.ShouldContain("Did you mean 'mask_png'?");
        answer.Output.ShouldContain("2 files, 2 errors, 0 warnings");
    }

    [Fact]
    public async Task Lint_FaultyFileAsJson_HasTheContractsShape()
    {
        JsonElement json = (await TissueNetProcess.RunAsync("lint", await WriteAsync(), "--json")).ShouldExitWith(2).Json;
        json.GetArrayLength().ShouldBe(2);
        json[0].EnumerateObject().Select(property => property.Name)
            .ShouldBe(["file", "line", "column", "severity", "code", "message", "suggestion"]);
        json[0].GetProperty("line").GetInt32().ShouldBe(5);
        json[0].GetProperty("severity").GetString().ShouldBe("error");
        json[0].GetProperty("suggestion").GetString().ShouldBe("mpp");
    }

    [Fact]
    public async Task Lint_MissingFile_ExitsWith2() => (await TissueNetProcess.RunAsync("lint", folder.File("none.yaml"))).ShouldExitWith(2);

    [Fact]
    public async Task Run_FaultyFile_ExitsWith2AndWritesNothing()
    {
        string output = folder.File("out");
        TissueNetProcess.Answer answer = (await TissueNetProcess.RunAsync("run", await WriteAsync(), "--out", output)).ShouldExitWith(2);
        answer.Error.ShouldContain("Did you mean 'mpp'?");
        Directory.Exists(output).ShouldBeFalse();
    }

    [Fact]
    public async Task Run_FaultyOverride_ExitsWith2() => (await TissueNetProcess.RunAsync("run", "pipelines/tissue_mask.yaml", "--set", "otsu_tissue_mask.mpp=1000"))
        .ShouldExitWith(2).Error.ShouldContain("--set");

    private async Task<string> WriteAsync()
    {
        string path = folder.File("faulty.yaml");
        await File.WriteAllTextAsync(path, Faulty, TestContext.Current.CancellationToken);
        return path;
    }
}
