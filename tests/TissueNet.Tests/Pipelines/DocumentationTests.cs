using System.Text.Json.Nodes;
using TissueNet.Pipelines;
using TissueNet.Pipelines.Documentation;
using TissueNet.Tests.Pipelines.Fakes;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Pipelines;

public class DocumentationTests
{
    public static TheoryData<string> BuiltInStages => new(StageCatalog.BuiltIn.Stages.Select(s => s.Name).DefaultIfEmpty(""));

    public static TheoryData<string> FakeNames => new(FakeCatalog.Instance.Stages.Select(s => s.Name));

    [Fact]
    public void Of_Stage_TellsSummaryPortsAndOptions()
    {
        StageDocumentation stage = StageDocumentation.Of(FakeCatalog.Instance.FindStage("otsu_tissue_mask")!);
        stage.Summary.ShouldBe("Separates tissue from glass by Otsu's threshold (Otsu, 1979).");
        stage.Description.ShouldEndWith("It reads a low-resolution level.");
        (stage.Input, stage.Output, stage.IsBatch).ShouldBe(("Slide", "TissueMask", false));
        stage.Options.Select(o => o.Name).ShouldBe(["mpp", "channel", "min_area", "max_hole", "reject_pen", "median", "threshold", "threshold.low", "threshold.high"]);
        stage.Options[0].ShouldSatisfyAllConditions(
            o => o.Type.ShouldBe("number"), o => o.Unit.ShouldBe("um/px"), o => o.Range.ShouldBe("1 to 64"), o => o.Default.ShouldBe("8"),
            o => o.Description.ShouldBe("Resolution at which the mask is made. 1–64; default 8."));
        stage.Options[1].ShouldSatisfyAllConditions(
            o => o.Values.ShouldBe(["saturation", "grey", "optical_density"]), o => o.Default.ShouldBe("saturation"), o => o.Description.ShouldContain("see FakeChannel"));
        stage.Options[2].ShouldSatisfyAllConditions(o => o.Default.ShouldBe("50000 um2"), o => o.Unit.ShouldBe("um2, mm2"), o => o.Range.ShouldBe("0 um2 or more"));
        stage.Options[^1].Default.ShouldBe("200");
    }

    [Fact]
    public void ToJson_Stage_IsTheStableContract()
    {
        JsonObject json = StageDocumentation.Of(FakeCatalog.Instance.FindStage("onnx_inference")!).ToJson();
        json.Select(p => p.Key).ShouldBe(["name", "summary", "input", "output", "batch", "parallel", "max_parallel", "buffer", "example", "options"]);
        json["options"]![0]!.ToJsonString().ShouldBe(
            """{"name":"model","type":"path","unit":null,"range":null,"default":null,"required":true,"values":[],"description":"The model\u0027s manifest."}""");
    }

    [Fact]
    public void Write_Catalog_HasEveryStageReportAndOption()
    {
        string text = CatalogMarkdown.Write(FakeCatalog.Instance);
        foreach (StageDescriptor stage in FakeCatalog.Instance.Stages)
        {
            text.ShouldContain($"## `{stage.Name}`");
        }

        text.ShouldContain("## Report `heatmap_png`");
        text.ShouldContain("| `mpp` | number | um/px | 1 to 64 | `8` | Resolution at which the mask is made. 1–64; default 8. |");
        text.ShouldContain("| `max_wait` | duration |");
    }

    [Theory]
    [MemberData(nameof(FakeNames))]
    public void Around_FakeStage_ExampleLints(string name)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("model.yaml"), "");
        LintExample(FakeCatalog.Instance, name, folder.File("pipeline.yaml")).ShouldBeEmpty();
    }

    // Examples name shipped models as pipelines/*.yaml do, so they are linted from that folder.
    [Theory]
    [MemberData(nameof(BuiltInStages))]
    public void Around_BuiltInStage_ExampleLintsAndIsDocumented(string name)
    {
        if (name.Length == 0)
        {
            Assert.Skip("The engine has no stages yet.");
        }

        LintExample(StageCatalog.BuiltIn, name, Repository.PathOf("pipelines", "example.yaml")).ShouldBeEmpty();
        StageDocumentation stage = StageDocumentation.Of(StageCatalog.BuiltIn.FindStage(name)!);
        stage.Summary.ShouldNotBeEmpty();
        stage.Options.Where(o => o.Description.Length == 0).Select(o => o.Name).ShouldBeEmpty();
    }

    private static IEnumerable<string> LintExample(StageCatalog catalog, string name, string path)
    {
        string yaml = ExamplePipeline.Around(catalog, catalog.FindStage(name)!).ShouldNotBeNull();
        return PipelineLoader.LoadText(yaml, path, [], catalog, _ => null).Diagnostics.Where(d => d.IsError).Select(d => d.ToString());
    }
}
