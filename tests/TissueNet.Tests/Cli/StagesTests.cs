using System.Text.Json;
using TissueNet.Pipelines;

namespace TissueNet.Tests.Cli;

public class StagesTests
{
    [Fact]
    public async Task Stages_Json_DescribesEveryStage()
    {
        JsonElement json = (await TissueNetProcess.RunAsync("stages", "--json")).ShouldExitWith(0).Json;
        json.EnumerateArray().Select(stage => stage.GetProperty("name").GetString())
            .ShouldBe(StageCatalog.BuiltIn.Stages.Select(stage => stage.Name));
        foreach (JsonElement stage in json.EnumerateArray())
        {
            stage.GetProperty("summary").GetString().ShouldNotBeNullOrEmpty();
            foreach (JsonElement option in stage.GetProperty("options").EnumerateArray())
            {
                foreach (string key in (string[])["name", "type", "unit", "range", "default", "description"])
                {
                    option.TryGetProperty(key, out _).ShouldBeTrue($"{stage.GetProperty("name")}: {key}");
                }

                option.GetProperty("description").GetString().ShouldNotBeNullOrEmpty();
            }
        }
    }

    [Fact]
    public async Task Stages_OfAName_ShowsOptionsAndExample()
    {
        string output = (await TissueNetProcess.RunAsync("stages", "otsu_tissue_mask")).ShouldExitWith(0).Output;
        output.ShouldContain("um/px");
        output.ShouldContain("- otsu_tissue_mask:");
        output.ShouldContain("TissueMask");
    }

    [Fact]
    public async Task Stages_OfATypo_Suggests() =>
        (await TissueNetProcess.RunAsync("stages", "regoin_grid")).ShouldExitWith(2).Error.ShouldContain("region_grid");

    [Fact]
    public async Task Schema_IsJsonAboutPipelines() =>
        (await TissueNetProcess.RunAsync("schema")).ShouldExitWith(0).Json.GetProperty("properties").TryGetProperty("stages", out _).ShouldBeTrue();

    [Theory]
    [InlineData("mermaid", "flowchart")]
    [InlineData("dot", "digraph")]
    public async Task Graph_OfAPipeline_DrawsIt(string format, string beginning)
    {
        string output = (await TissueNetProcess.RunAsync("graph", "pipelines/tissue_types.yaml", "--format", format)).ShouldExitWith(0).Output;
        output.ShouldStartWith(beginning);
        output.ShouldContain("onnx_inference");
    }
}
