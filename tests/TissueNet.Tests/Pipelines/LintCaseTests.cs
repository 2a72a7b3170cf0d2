using TissueNet.Pipelines;
using TissueNet.Tests.Pipelines.Fakes;

namespace TissueNet.Tests.Pipelines;

public class LintCaseTests
{
    public static TheoryData<string> Cases => new(LintCase.Names);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Lint_Case_GivesExactlyTheExpectedDiagnostics(string name)
    {
        LintCase lint = LintCase.Read(name);
        PipelineLoadResult result = PipelineLoader.LoadText(
            lint.Pipeline, lint.PipelinePath, lint.Overrides, FakeCatalog.Instance, n => lint.Environment.GetValueOrDefault(n));
        string found = string.Join(Environment.NewLine, result.Diagnostics.Select(d => d with { File = Path.GetFileName(d.File) }));
        result.Diagnostics.Count.ShouldBe(lint.Expect.Count, found);
        for (int i = 0; i < lint.Expect.Count; i++)
        {
            lint.Expect[i].Fits(result.Diagnostics[i], lint.PipelinePath).ShouldBeTrue($"expected {lint.Expect[i]}{Environment.NewLine}found{Environment.NewLine}{found}");
        }

        (result.Plan is null).ShouldBe(result.Diagnostics.Any(d => d.IsError));
    }

    [Fact]
    public void Lint_Cases_AreManyAndEachHasErrors()
    {
        string[] faulty = [.. LintCase.Names.Where(n => LintCase.Read(n).Expect.Any(e => e.Severity == "error"))];
        faulty.Length.ShouldBeGreaterThanOrEqualTo(120);
    }
}
