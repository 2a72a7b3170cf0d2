using TissueNet.Pipelines;
using TissueNet.Tests.Architecture;

namespace TissueNet.Tests.Readme;

public class ShippedPipelineTests
{
    public static TheoryData<string> Pipelines => [.. SourceFiles.Under("pipelines", ".yaml").Select(SourceFiles.Relative)];

    [Theory]
    [MemberData(nameof(Pipelines))]
    public void Shipped_EveryPipeline_LintsWithoutAWord(string pipeline)
    {
        PipelineLoadResult result = PipelineLoader.Load(TestSupport.Repository.PathOf(pipeline), environment: _ => null);
        result.Diagnostics.Select(diagnostic => diagnostic.ToString()).ShouldBeEmpty();
        result.Plan.ShouldNotBeNull();
    }
}
