using System.Runtime.Loader;
using TissueNet.Pipelines;
using TissueNet.Stages;
using TissueNet.Tests.Pipelines.Fakes;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Pipelines;

public class PluginTests
{
    private const string Pipeline = """
        slides: { path: slides }
        plugins: [plugin.dll]
        stages:
          - copy_file
          - open_slide
        reports: [slides_csv]

        """;

    [Fact]
    public void Load_PluginWithAStage_UsesItInAContextOfItsOwn()
    {
        using var folder = new TemporaryFolder();
        PluginAssembly.WriteStage(folder.File("plugin.dll"), "copy_file");
        PipelineLoadResult result = Load(folder);
        result.Diagnostics.ShouldBeEmpty();
        StageDescriptor stage = result.Plan.ShouldNotBeNull().Stages[0].Descriptor;
        stage.Name.ShouldBe("copy_file");
        stage.Type.IsAssignableTo(typeof(IStage)).ShouldBeTrue();
        AssemblyLoadContext.GetLoadContext(stage.Type.Assembly).ShouldNotBe(AssemblyLoadContext.Default);
        FakeCatalog.Instance.FindStage("copy_file").ShouldBeNull();
        Load(folder).Plan.ShouldNotBeNull().Stages[0].Descriptor.Type.ShouldBe(stage.Type);
    }

    [Fact]
    public void Load_PluginWithoutStages_SaysSo()
    {
        using var folder = new TemporaryFolder();
        PluginAssembly.WriteEmpty(folder.File("plugin.dll"));
        Load(folder).Diagnostics.ShouldContain(d => d.Code == "plugin_empty" && d.Line == 2 && d.Column == 11);
    }

    [Fact]
    public void Load_PluginWithATakenName_NamesBothClasses()
    {
        using var folder = new TemporaryFolder();
        PluginAssembly.WriteStage(folder.File("plugin.dll"), "open_slide");
        Diagnostic found = Load(folder).Diagnostics.First(d => d.Code == "plugin_invalid");
        found.Message.ShouldContain("'open_slide' is taken");
        found.Message.ShouldContain("Plugin.CopyStage (plugin)");
    }

    [Fact]
    public void Load_PluginWithABadName_SaysWhatNamesAre()
    {
        using var folder = new TemporaryFolder();
        PluginAssembly.WriteStage(folder.File("plugin.dll"), "CopyFile");
        Load(folder).Diagnostics.ShouldContain(d => d.Code == "plugin_invalid" && d.Message.Contains("snake_case"));
    }

    [Fact]
    public void Load_PluginOfAnotherContract_SaysToBuildItAgain()
    {
        using var folder = new TemporaryFolder();
        PluginAssembly.WriteStage(folder.File("plugin.dll"), "copy_file");
        PluginAssembly.PretendEngineVersion(folder.File("plugin.dll"), 77);
        Diagnostic found = Load(folder).Diagnostics.First(d => d.Code == "plugin_contract");
        found.Message.ShouldContain("built against TissueNet 0.77.0");
        found.Message.ShouldContain("build it again");
    }

    private static PipelineLoadResult Load(TemporaryFolder folder) =>
        PipelineLoader.LoadText(Pipeline, folder.File("pipeline.yaml"), [], FakeCatalog.Instance, _ => null);
}
