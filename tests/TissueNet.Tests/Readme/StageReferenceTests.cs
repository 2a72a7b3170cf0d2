using TissueNet.Pipelines;
using TissueNet.Pipelines.Documentation;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Readme;

public class StageReferenceTests
{
    [Fact]
    public void Reference_OfStagesAndReports_IsWhatTheCodeSays()
    {
        string written = File.ReadAllText(Repository.PathOf("docs", "stages.md"));
        written.TrimEnd().ShouldBe(
            CatalogMarkdown.Write(StageCatalog.BuiltIn).TrimEnd(),
            "write it anew: tissuenet stages --markdown > docs/stages.md");
    }
}
