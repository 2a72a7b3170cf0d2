using System.Globalization;
using System.Text.Json;
using CliWrap;
using TissueNet.Cli;
using TissueNet.Cli.Output;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Cli;

public sealed class ConvertTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Output => folder.File("out");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Convert_DamagedSlideAmongSound_ConvertsTheOthersAndExitsWith1()
    {
        string good = Repository.Shared("data", "slides", "cmu1-fragment.tif"), bad = Repository.Shared("data", "corrupt", "unreadable.svs");
        TissueNetProcess.Answer answer = (await RunAsync("convert", good, bad, "-o", Output)).ShouldExitWith(1);
        answer.Output.ShouldContain("cmu1-fragment: converted");
        answer.Output.ShouldContain("1 of 2 slides converted, 1 failed");
        answer.Output.ShouldNotContain("\e");
        answer.Error.ShouldContain("unreadable failed: Tile (0, 0)");
        Directory.EnumerateFiles(Output).Select(Path.GetFileName).ShouldBe(["cmu1-fragment.tif"]);
    }

    [Fact]
    public async Task Convert_AgainAsJson_SkipsWhatIsThere()
    {
        await WriteSlideAsync("a", 700);
        TissueNetProcess.Answer first = (await ConvertAsync("--json")).ShouldExitWith(0);
        first.JsonLines[0].GetProperty("event").GetString().ShouldBe("convert_started");
        JsonElement slide = first.JsonLines.Single(e => e.GetProperty("event").GetString() == "slide_finished");
        slide.GetProperty("status").GetString().ShouldBe("succeeded");
        slide.GetProperty("output").GetString().ShouldBe(Path.Combine(Output, "a.tif"));
        slide.GetProperty("width").GetInt32().ShouldBe(700);
        first.JsonLines[^1].GetProperty("event").GetString().ShouldBe("convert_finished");
        byte[] bytes = await File.ReadAllBytesAsync(Path.Combine(Output, "a.tif"), Cancellation);

        TissueNetProcess.Answer second = (await ConvertAsync("--json")).ShouldExitWith(0);
        second.JsonLines[^1].GetProperty("skipped").GetInt32().ShouldBe(1);
        (await ConvertAsync("--quality", "50")).ShouldExitWith(1).Error.ShouldContain("--overwrite");
        (await File.ReadAllBytesAsync(Path.Combine(Output, "a.tif"), Cancellation)).SequenceEqual(bytes).ShouldBeTrue();
        (await ConvertAsync("--quality", "50", "--overwrite")).ShouldExitWith(0);
        new FileInfo(Path.Combine(Output, "a.tif")).Length.ShouldBeLessThan(bytes.Length);
    }

    [Fact]
    public async Task Convert_OntoASource_IsRefusedEvenWithOverwrite()
    {
        string slide = folder.File("a.tif");
        File.Copy(Repository.Shared("data", "slides", "cmu1-fragment.tif"), slide);
        File.CreateSymbolicLink(folder.File("link.tif"), slide);
        byte[] bytes = await File.ReadAllBytesAsync(slide, Cancellation);
        (await RunAsync("convert", slide, "-o", folder.Path, "--overwrite")).ShouldExitWith(1)
            .Error.ShouldContain("never written over");
        (await File.ReadAllBytesAsync(slide, Cancellation)).SequenceEqual(bytes).ShouldBeTrue();
    }

    [Fact]
    public async Task Convert_FolderWithResultsInIt_LeavesThoseOut()
    {
        await WriteSlideAsync("a", 300);
        string results = Path.Combine(folder.Path, "slides", "tif");
        (await RunAsync("convert", Path.Combine(folder.Path, "slides"), "-o", results)).ShouldExitWith(0);
        (await RunAsync("convert", Path.Combine(folder.Path, "slides"), "-o", results)).ShouldExitWith(0)
            .Output.ShouldContain("0 of 1 slides converted, 1 there already");
    }

    [Fact]
    public async Task Convert_FolderWithResultsOfSubfoldersInIt_KeepsTheirNames()
    {
        string slides = Path.Combine(folder.Path, "slides"), results = Path.Combine(slides, "tif");
        await WriteSlideAsync("a", 300);
        await WriteSlideAsync(Path.Combine("case1", "a"), 300);
        await WriteSlideAsync(Path.Combine("case2", "b"), 300);
        (await RunAsync("convert", slides, "-o", results)).ShouldExitWith(0);
        (await RunAsync("convert", slides, "-o", results)).ShouldExitWith(0).Output.ShouldContain("0 of 3 slides converted, 3 there already");
        Directory.EnumerateFiles(results).Select(Path.GetFileName).Order().ShouldBe(["a.tif", "b.tif", "case1__a.tif"]);
    }

    [Fact]
    public async Task Convert_NothingThere_MakesNoFolder()
    {
        (await ConvertAsync()).ShouldExitWith(2);
        Directory.Exists(Output).ShouldBeFalse();
    }

    [Fact]
    public async Task Convert_OutputIsAFile_NamesTheOption()
    {
        await WriteSlideAsync("a", 300);
        await File.WriteAllTextAsync(Output, "in the way", Cancellation);
        (await ConvertAsync()).ShouldExitWith(3).Error.ShouldContain("Name another with --output.");
    }

    [Theory]
    [InlineData("--quality", "101", "--quality is 101")]
    [InlineData("--tile", "500", "multiple of 16")]
    [InlineData("--memory", "many", "512 MiB")]
    [InlineData("--mpp", "0", "--mpp is 0")]
    public async Task Convert_OptionOutOfRange_ExitsWith2AndSaysWhy(string option, string value, string reason)
    {
        await WriteSlideAsync("a", 300);
        (await ConvertAsync(option, value)).ShouldExitWith(2).Error.ShouldContain(reason);
    }

    [Fact]
    public async Task Convert_LosslessDeepZoom_ExitsWith2()
    {
        await WriteSlideAsync("a", 300);
        (await ConvertAsync("--lossless", "--deepzoom")).ShouldExitWith(2).Error.ShouldContain("exclude each other");
    }

    [Fact]
    public async Task Convert_TooLittleMemory_SaysHowMuchIsNeeded()
    {
        await WriteSlideAsync("a", 300);
        (await ConvertAsync("--memory", "2 MiB")).ShouldExitWith(1).Error.ShouldContain("--memory");
        Directory.EnumerateFileSystemEntries(Output).ShouldBeEmpty();
    }

    [Fact]
    public async Task Convert_KilledThenInterrupted_LeavesNoHalfFileAndTheNextMakesTheSameBytes()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals of Unix.");
        await WriteSlideAsync("a", 2600);
        (await StartAndSignalAsync("KILL")).ShouldBe(137);
        File.Exists(Path.Combine(Output, "a.tif")).ShouldBeFalse();
        (await StartAndSignalAsync("INT")).ShouldBe(130);
        File.Exists(Path.Combine(Output, "a.tif")).ShouldBeFalse();
        Directory.EnumerateFiles(Output, ".*").Select(f => Path.GetFileName(f)).Order()
            .ShouldBe([".a.tif.partial", ".a.tif.partial.checkpoint"]);
        (await ConvertAsync("--quality", "98")).ShouldExitWith(0);
        Directory.EnumerateFiles(Output).Select(f => Path.GetFileName(f)).ShouldBe(["a.tif"]);

        string other = folder.File("whole");
        (await RunAsync("convert", Path.Combine(folder.Path, "slides"), "-o", other, "--quality", "98")).ShouldExitWith(0);
        byte[] whole = await File.ReadAllBytesAsync(Path.Combine(other, "a.tif"), Cancellation);
        (await File.ReadAllBytesAsync(Path.Combine(Output, "a.tif"), Cancellation)).SequenceEqual(whole).ShouldBeTrue();
    }

    // Starts a conversion as a process and ends it once it has written something.
    private async Task<int> StartAndSignalAsync(string signal)
    {
        string partial = Path.Combine(Output, ".a.tif.partial");
        Directory.CreateDirectory(Output);
        File.Delete(partial);
        CommandTask<CommandResult> running = TissueNetProcess
            .Command("convert", Path.Combine(folder.Path, "slides"), "-o", Output, "--quality", "98").ExecuteAsync(Cancellation);
        while (!File.Exists(partial) || new FileInfo(partial).Length < 1 << 20)
        {
            running.Task.IsCompleted.ShouldBeFalse("it ended before it could be stopped");
            await Task.Delay(5, Cancellation);
        }

        string process = running.ProcessId.ToString(CultureInfo.InvariantCulture);
        await CliWrap.Cli.Wrap("kill").WithArguments(["-" + signal, process]).ExecuteAsync(Cancellation);
        return (await running).ExitCode;
    }

    private Task<TissueNetProcess.Answer> ConvertAsync(params string[] options) =>
        RunAsync(["convert", Path.Combine(folder.Path, "slides"), "-o", Output, .. options]);

    private static async Task<TissueNetProcess.Answer> RunAsync(params string[] arguments)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        using var interruption = new Interruption(_ => { });
        int code = await new CommandRunner(new Terminal(output, error, isInteractive: false), interruption).RunAsync(arguments);
        return new TissueNetProcess.Answer(code, output.ToString(), error.ToString());
    }

    private async Task WriteSlideAsync(string name, int side)
    {
        string path = Path.Combine(folder.Path, "slides", name + ".synthetic");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, $$"""{ "width": {{side}}, "height": {{side}}, "seed": 3 }""", Cancellation);
    }
}
