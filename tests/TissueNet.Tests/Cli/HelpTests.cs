namespace TissueNet.Tests.Cli;

public class HelpTests
{
    [Theory]
    [InlineData("run")]
    [InlineData("lint")]
    [InlineData("stages")]
    [InlineData("schema")]
    [InlineData("graph")]
    [InlineData("inspect")]
    [InlineData("thumbnail")]
    [InlineData("profile")]
    [InlineData("doctor")]
    public async Task Help_EveryCommand_EndsInExamples(string command)
    {
        TissueNetProcess.Answer answer = (await TissueNetProcess.RunAsync(command, "--help")).ShouldExitWith(0);
        answer.Output.ShouldContain("Usage:");
        answer.Output.ShouldContain("Examples:");
        answer.Output.ShouldContain($"  tissuenet {command}");
        answer.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task Help_OfTheRoot_ListsExitCodes() =>
        (await TissueNetProcess.RunAsync("--help")).ShouldExitWith(0).Output.ShouldContain("130 interrupted");

    [Theory]
    [InlineData("nonsense")]
    [InlineData("run")]
    [InlineData("run", "a.yaml", "--limit", "0")]
    [InlineData("run", "a.yaml", "--limit", "many")]
    [InlineData("graph", "a.yaml", "--format", "svg")]
    [InlineData("thumbnail", "a.svs")]
    [InlineData("thumbnail", "a.svs", "-o", "a.txt")]
    [InlineData("thumbnail", "a.svs", "-o", "a.png", "--size", "0")]
    [InlineData("doctor", "--unknown")]
    public async Task CommandLine_Invalid_ExitsWith2AndSaysWhyOnTheErrorStream(params string[] arguments)
    {
        TissueNetProcess.Answer answer = (await TissueNetProcess.RunAsync(arguments)).ShouldExitWith(2);
        answer.Output.ShouldBeEmpty();
        answer.Error.ShouldContain("--help");
        answer.Error.Trim().Split('\n').Length.ShouldBeGreaterThan(1);
    }

    [Theory]
    [InlineData("--limit is 'abc'; expected a whole number, 1 or more.", "run", "a.yaml", "--limit", "abc")]
    [InlineData("--limit is '0'; expected a whole number, 1 or more.", "profile", "a.yaml", "--limit", "0")]
    [InlineData("--tile is 'abc'; expected a whole number.", "convert", "a.svs", "-o", "x", "--tile", "abc")]
    [InlineData("--mpp is 'abc'; expected a number.", "convert", "a.svs", "-o", "x", "--mpp", "abc")]
    [InlineData("--limit is '1.5'; expected a whole number, 1 or more.", "profile", "a.yaml", "--limit=1.5")]
    public async Task CommandLine_ValueOfAnotherKind_SaysWhatIsExpectedInWords(string says, params string[] arguments)
    {
        string error = (await InProcess.RunAsync(arguments)).ShouldExitWith(2).Error;
        error.ShouldContain(says);
        error.ShouldNotContain("System.");
    }

    [Fact]
    public async Task CommandLine_Typo_IsSuggested() => (await TissueNetProcess.RunAsync("inspct")).Error.ShouldContain("inspect");
}
