using System.Text.Json;
using TissueNet.Cli.Output;
using TissueNet.Cli.Running;
using TissueNet.Hosting;
using TissueNet.Stages;

namespace TissueNet.Tests.Cli;

public class RunViewTests
{
    private static readonly SlideSummary Good = new() { Slide = "a", Path = "/x/a.tif", Status = SlideStatus.Succeeded, Label = "tumour", Patches = 1234, Seconds = 2.5, Warnings = ["pixels are oblong"] };

    private static readonly SlideSummary Bad = new() { Slide = "b[1]", Path = "/x/b.tif", Status = SlideStatus.Failed, Error = "open_slide: Not a TIFF. Convert it." };

    [Fact]
    public async Task PlainView_ARun_SaysStartSlidesProgressAndEnd()
    {
        (string output, string error) = await ShowAsync(terminal => new PlainRunView(terminal));
        output.ShouldContain("Running 'demo'");
        output.ShouldContain("a: succeeded, 1,234 patches, tumour");
        output.ShouldContain("b[1]: failed: open_slide: Not a TIFF. Convert it.");
        output.ShouldContain("1 of 2 slides, 500 patches, 50 patches/s");
        output.ShouldContain("1 of 2 slides succeeded, 1 failed; 1,234 patches");
        output.ShouldContain("Research use only, not for diagnosis.");
        output.ShouldNotContain("\e");
        error.ShouldContain("b[1] failed: open_slide: Not a TIFF. Convert it.");
        error.ShouldContain("warning: a: pixels are oblong");
    }

    [Fact]
    public async Task JsonView_ARun_GivesOneEventPerLine()
    {
        (string output, _) = await ShowAsync(terminal => new JsonRunView(terminal));
        JsonElement[] events = [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
        events.Select(e => e.GetProperty("event").GetString())
            .ShouldBe(["run_started", "slide_finished", "slide_finished", "progress", "run_finished"]);
        events[1].GetProperty("status").GetString().ShouldBe("succeeded");
        events[1].GetProperty("label").GetString().ShouldBe("tumour");
        events[1].GetProperty("warnings")[0].GetString().ShouldBe("pixels are oblong");
        events[2].GetProperty("error").GetString().ShouldBe(Bad.Error);
        events[2].GetProperty("label").ValueKind.ShouldBe(JsonValueKind.Null);
        events[3].GetProperty("in_flight")[0].GetProperty("slide").GetString().ShouldBe("c");
        events[3].GetProperty("patches_per_second").GetDouble().ShouldBe(50);
        events[4].GetProperty("exit_code").GetInt32().ShouldBe(1);
        events[4].GetProperty("failed").GetInt32().ShouldBe(1);
    }

    [Fact]
    public void Table_LongNamesWhenPiped_AreNotFolded()
    {
        var output = new StringWriter();
        string name = new('x', 300);
        new Terminal(output, TextWriter.Null, isInteractive: false).WriteTable(["slide", ">patches"], [[name, "1"]]);
        output.ToString().ShouldContain(name);
        output.ToString().ShouldNotContain("\e");
    }

    [Fact]
    public void Summary_ManySlidesWithTheSameWarning_SaysItOnce()
    {
        var error = new StringWriter();
        SlideSummary[] slides =
        [
            .. Enumerable.Range(0, 1000).Select(i => Good with { Slide = $"s{i}", Warnings = ["no tissue found", .. i < 20 ? [$"odd {i:00}"] : Array.Empty<string>()] }),
        ];
        SummaryText.Write(
            new Terminal(TextWriter.Null, error, isInteractive: false),
            new RunSummary { Slides = slides, Duration = TimeSpan.FromSeconds(20), Output = "out" });
        string[] lines = error.ToString().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(11);
        lines[0].ShouldBe("warning: 1,000 slides: no tissue found");
        lines[1].ShouldBe("warning: s0: odd 00");
        lines[10].ShouldBe("warning: 11 more; all are in the column warning of slides.csv.");
    }

    private static async Task<(string Output, string Error)> ShowAsync(Func<Terminal, IRunView> make)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        IRunView view = make(new Terminal(output, error, isInteractive: false));
        await view.ShowAsync("demo", "out", () =>
        {
            view.SlideFinished(Good);
            view.SlideFinished(Bad);
            view.Progress(new RunProgress
            {
                Slides = 2,
                Succeeded = 1,
                Failed = 0,
                Patches = 500,
                Elapsed = TimeSpan.FromSeconds(10),
                InFlight = [("c", 100, 50)],
            });
            return Task.CompletedTask;
        });
        view.Finished(new RunSummary { Slides = [Good, Bad], Duration = TimeSpan.FromSeconds(20), Output = "out", ExitCode = 1 });
        return (output.ToString().Replace("\r", "", StringComparison.Ordinal), error.ToString());
    }
}
