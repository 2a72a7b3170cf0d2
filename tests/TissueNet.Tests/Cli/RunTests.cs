using System.Text.Json;
using CliWrap;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Cli;

public sealed class RunTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Output => folder.File("out");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Run_SoundSlideWhenPiped_LeavesFilesAndPlainLines()
    {
        await WriteSlideAsync("a");
        TissueNetProcess.Answer answer = (await RunAsync()).ShouldExitWith(0);
        answer.Output.ShouldContain("a: succeeded");
        answer.Output.ShouldContain("1 of 1 slides succeeded");
        answer.Output.ShouldContain($"Files: {Output}");
        answer.Output.ShouldContain("Research use only, not for diagnosis.");
        answer.Output.ShouldNotContain("\e");
        answer.Error.ShouldBeEmpty();
        File.Exists(Path.Combine(Output, "masks", "a.png")).ShouldBeTrue();
        File.Exists(Path.Combine(Output, "slides.csv")).ShouldBeTrue();
    }

    [Fact]
    public async Task Run_DamagedSlideAmongSound_ExitsWith1AndCompletesTheOthers()
    {
        await WriteSlideAsync("a");
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "slides", "b.tif"), "not a slide", Cancellation);
        TissueNetProcess.Answer answer = (await RunAsync("--json")).ShouldExitWith(1);
        IReadOnlyList<JsonElement> events = answer.JsonLines;
        events[0].GetProperty("event").GetString().ShouldBe("run_started");
        var ends = events.Where(e => e.GetProperty("event").GetString() == "slide_finished").ToDictionary(e => e.GetProperty("slide").GetString()!);
        ends["a"].GetProperty("status").GetString().ShouldBe("succeeded");
        ends["b"].GetProperty("status").GetString().ShouldBe("failed");
        ends["b"].GetProperty("error").GetString().ShouldNotBeNullOrEmpty();
        JsonElement last = events[^1];
        last.GetProperty("event").GetString().ShouldBe("run_finished");
        last.GetProperty("exit_code").GetInt32().ShouldBe(1);
        last.GetProperty("succeeded").GetInt32().ShouldBe(1);
        File.Exists(Path.Combine(Output, "masks", "a.png")).ShouldBeTrue();
    }

    [Fact]
    public async Task Run_Limit_RunsTheFirstOnly()
    {
        await WriteSlideAsync("a");
        await WriteSlideAsync("b");
        (await RunAsync("--limit", "1", "--fresh")).ShouldExitWith(0).Output.ShouldContain("1 of 1 slides succeeded");
    }

    [Fact]
    public async Task Run_NoSuchSlides_ExitsWith2()
    {
        TissueNetProcess.Answer answer = (await RunAsync()).ShouldExitWith(2);
        answer.Error.ShouldContain("slides");
        answer.Output.ShouldNotContain("succeeded");
    }

    [Fact]
    public async Task Run_RefusedWithJson_EndsWithAnEventThatSaysWhy()
    {
        string[] lines = (await RunAsync("--json")).ShouldExitWith(2).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        JsonElement last = JsonDocument.Parse(lines[^1]).RootElement;
        last.GetProperty("event").GetString().ShouldBe("run_finished");
        last.GetProperty("exit_code").GetInt32().ShouldBe(2);
        last.GetProperty("error").GetString().ShouldNotBeNull().ShouldContain("slides");
    }

    [Fact]
    public async Task Run_OutputIsAFile_ExitsWith3()
    {
        await WriteSlideAsync("a");
        await File.WriteAllTextAsync(Output, "", Cancellation);
        (await RunAsync()).ShouldExitWith(3).Error.ShouldContain("--out");
    }

    [Fact]
    public async Task Run_ModelThatIsNotTheManifests_ExitsWith3BeforeAnySlide()
    {
        await WriteSlideAsync("a");
        foreach (string name in (string[])["bench-shufflenet.yaml", "bench-shufflenet.onnx"])
        {
            File.Copy(Repository.PathOf("models", name), folder.File(name));
        }

        await File.AppendAllTextAsync(folder.File("bench-shufflenet.onnx"), "x", Cancellation);
        TissueNetProcess.Answer answer = (await TissueNetProcess.RunAsync(
            "run", "pipelines/bench_shufflenet.yaml", "--slides", Path.Combine(folder.Path, "slides"), "--out", Output,
            "--set", $"onnx_inference.model={folder.File("bench-shufflenet.yaml")}")).ShouldExitWith(3);
        answer.Error.ShouldContain("SHA-256");
        answer.Output.ShouldNotContain("succeeded");
    }

    [Fact]
    public async Task Run_Interrupted_StopsCleanlyAndExitsWith130()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are sent the Unix way.");
        await WriteSlideAsync("a");
        string pipeline = folder.File("slow.yaml");
        await File.WriteAllTextAsync(pipeline, """
            name: slow
            slides: { path: slides }
            run: { drain: 5 s }
            stages:
              - open_slide: {}
              - whole_slide_mask: {}
              - region_grid: { patch_size: 64, mpp: 0.5, min_tissue: 0 % }
              - prioritize_regions: { by: tissue }
              - inject_region_faults: { delay: 500 ms }
            reports: [slides_csv]
            """, Cancellation);
        using var signal = new CancellationTokenSource();
        var error = new System.Text.StringBuilder();
        Command command = TissueNetProcess.Command("run", pipeline, "--out", Output)
            .WithStandardOutputPipe(PipeTarget.ToDelegate(line =>
            {
                if (line.StartsWith('5'))
                {
                    signal.Cancel(); // the first progress line: the slide is in flight
                }
            }))
            .WithStandardErrorPipe(PipeTarget.ToStringBuilder(error));
        int code;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        try
        {
            code = (await command.ExecuteAsync(limit.Token, signal.Token)).ExitCode;
        }
        catch (OperationCanceledException)
        {
            limit.IsCancellationRequested.ShouldBeFalse("the run did not stop");
            code = 130; // CliWrap reports its own signal so; the file below shows that the stop was a clean one
        }

        code.ShouldBe(130);
        error.ToString().ShouldContain("Stopping");
        (await File.ReadAllTextAsync(Path.Combine(Output, "slides.csv"), Cancellation)).ShouldContain("skipped");
    }

    [Fact]
    public async Task Profile_Json_HasTheContractsShape()
    {
        await WriteSlideAsync("a");
        JsonElement json = (await TissueNetProcess.RunAsync(
            "profile", "pipelines/bench_shufflenet.yaml", "--slides", Path.Combine(folder.Path, "slides"), "--json")).ShouldExitWith(0).Json;
        json.EnumerateObject().Select(property => property.Name).ShouldBe(
            ["patches", "seconds", "patches_per_second", "inference_only_patches_per_second", "efficiency", "bottleneck", "advice", "stages"]);
        json.GetProperty("patches").GetInt64().ShouldBeGreaterThan(0);
        json.GetProperty("inference_only_patches_per_second").GetDouble().ShouldBeGreaterThan(0);
        double efficiency = json.GetProperty("patches_per_second").GetDouble() / json.GetProperty("inference_only_patches_per_second").GetDouble();
        json.GetProperty("efficiency").GetDouble().ShouldBe(efficiency, 0.001);
        JsonElement inference = json.GetProperty("stages").EnumerateArray().Single(stage => stage.GetProperty("id").GetString() == "onnx_inference");
        inference.EnumerateObject().Select(property => property.Name)
            .ShouldBe(["id", "items", "items_per_second", "busy", "input_wait", "output_wait", "queue_fill"]);
        inference.GetProperty("items").GetInt64().ShouldBe(json.GetProperty("patches").GetInt64());
    }

    private Task<TissueNetProcess.Answer> RunAsync(params string[] more) => TissueNetProcess.RunAsync(
        ["run", "pipelines/tissue_mask.yaml", "--slides", Path.Combine(folder.Path, "slides"), "--out", Output, .. more]);

    private async Task WriteSlideAsync(string name)
    {
        Directory.CreateDirectory(Path.Combine(folder.Path, "slides"));
        await File.WriteAllTextAsync(
            Path.Combine(folder.Path, "slides", name + ".synthetic"), "width: 1500\nheight: 1200\nmpp: 0.5\ntissue: 0.6\npen: false\n", Cancellation);
    }
}
