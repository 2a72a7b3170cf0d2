using System.Globalization;
using System.Reflection;
using System.Text.Json;
using TissueNet.Reports;
using TissueNet.Stages;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Reports;

public sealed class RunJsonReportTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task EndRun_WholeRun_TellsWhatMadeIt()
    {
        using JsonDocument json = await Write();
        JsonElement root = json.RootElement;
        root.GetProperty("notice").GetString().ShouldBe("Research use only. Not for diagnosis.");
        root.GetProperty("pipeline").GetRawText().ShouldContain("\"text\": \"name: demo\\n\"");
        root.GetProperty("pipeline").GetProperty("hash").GetString().ShouldBe("abc");
        root.GetProperty("pipeline").GetProperty("overrides")[0].GetString().ShouldBe("aggregate.k=5");
        root.GetProperty("started").GetDateTimeOffset().ShouldBe(DateTimeOffset.UnixEpoch);
        root.GetProperty("seconds").GetDouble().ShouldBe(12.5);
        root.GetProperty("was_stopped").GetBoolean().ShouldBeTrue();
        root.GetProperty("slides").GetRawText().ReplaceLineEndings("").Replace(" ", "")
            .ShouldBe("""{"total":3,"succeeded":1,"failed":1,"skipped":1}""");
        root.GetProperty("patches").GetProperty("inferred").GetInt64().ShouldBe(7);
        root.GetProperty("patches").GetProperty("failed").GetInt64().ShouldBe(1);
        root.GetProperty("models")[0].GetProperty("sha256").GetString().ShouldBe("0f");
        root.GetProperty("versions").EnumerateObject().Select(p => p.Name).ShouldBe(["dotnet", "tissuenet"]);
        root.GetProperty("machine").GetProperty("cpu_name").GetString().ShouldBe("x");
    }

    [Fact]
    public async Task EndRun_Stages_HaveEveryCounter()
    {
        using JsonDocument json = await Write();
        JsonElement stage = json.RootElement.GetProperty("stages")[0];
        foreach (PropertyInfo property in typeof(StageCounters).GetProperties())
        {
            JsonElement found = stage.GetProperty(JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));
            found.ToString().ShouldBe(Convert.ToString(property.GetValue(Counters), CultureInfo.InvariantCulture), property.Name);
        }
    }

    [Fact]
    public async Task EndRun_Layout_IsUnixTextInSnakeCase()
    {
        (await Write()).Dispose();
        string text = File.ReadAllText(folder.File("run.json"));
        text.ShouldStartWith("{\n");
        text.ShouldEndWith("}\n");
        text.ShouldNotContain("\r");
        text.ShouldContain("\"peak_leased_bytes\": 99");
    }

    private static StageCounters Counters { get; } = new()
    {
        StageId = "read",
        StageName = "read_patch",
        Received = 10,
        Completed = 6,
        Filtered = 2,
        TilesDecoded = 21,
        TilesTouched = 20,
        Discarded = 1,
        Failed = 1,
        Emitted = 8,
        Batches = 3,
        Parallel = 2,
        QueueCapacity = 16,
        BusySeconds = 1.25,
        InputWaitSeconds = 0.5,
        OutputWaitSeconds = 0.25,
        QueueFill = 0.75,
    };

    private async Task<JsonDocument> Write()
    {
        SlideScope[] scopes = [.. Enumerable.Range(0, 3).Select(i => new SlideScope(i, "s" + i, "s" + i))];
        scopes[0].CountInferred(7);
        scopes[1].CountFailed();
        var outcome = new RunOutcome
        {
            Pipeline = "demo",
            Started = DateTimeOffset.UnixEpoch,
            Ended = DateTimeOffset.UnixEpoch.AddSeconds(12.5),
            Slides = [.. scopes.Zip(Enum.GetValues<SlideStatus>(), (scope, status) => new SlideOutcome(scope, status, null, TimeSpan.Zero))],
            Stages = [Counters],
            WasStopped = true,
            PeakLeasedBytes = 99,
        };
        var manifest = new RunManifest
        {
            PipelineName = "demo",
            PipelinePath = "demo.yaml",
            PipelineText = "name: demo\n",
            PipelineHash = "abc",
            Overrides = ["aggregate.k=5"],
            Versions = new Dictionary<string, string> { ["tissuenet"] = "0.1.0", ["dotnet"] = "10" },
            Machine = new Dictionary<string, string> { ["cpu_name"] = "x" },
            Models = [new ModelFile("m", "m.onnx", "0f")],
        };
        var report = new RunJsonReport(FakePredictions.Context(folder.Path), manifest);
        await report.OpenAsync(TestContext.Current.CancellationToken);
        await report.EndRunAsync(outcome, TestContext.Current.CancellationToken);
        return JsonDocument.Parse(File.ReadAllBytes(folder.File("run.json")));
    }
}
