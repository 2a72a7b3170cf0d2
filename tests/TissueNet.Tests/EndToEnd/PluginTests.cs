using TissueNet.Stages;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.EndToEnd;

public class PluginTests
{
    [Fact]
    public async Task Run_StageFromAPlugin_WorksLikeAnyOther()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("a.synthetic"), "width: 2600\nheight: 2200\nseed: 3\ntissue: 50 %\n", TestContext.Current.CancellationToken);
        RunOutcome outcome = await EngineRun.RunAsync(Pipeline(folder, "min_variance: 0"), folder.Path, folder.File("all"));
        StageCounters plugin = outcome.Stages.Single(s => s.StageName == "drop_blurred_patches");
        plugin.Received.ShouldBeGreaterThan(10);
        plugin.Completed.ShouldBe(plugin.Received);

        outcome = await EngineRun.RunAsync(Pipeline(folder, "min_variance: 10000"), folder.Path, folder.File("none"));
        StageCounters strict = outcome.Stages.Single(s => s.StageName == "drop_blurred_patches");
        strict.Filtered.ShouldBe(plugin.Received);
        outcome.Slides[0].Status.ShouldBe(SlideStatus.Succeeded);
    }

    private static string Pipeline(TemporaryFolder folder, string option) => $$"""
        name: plugin
        plugins: ['{{PluginPath()}}']
        slides: { path: '{{folder.File("a.synthetic")}}' }
        stages:
          - open_slide
          - otsu_tissue_mask
          - region_grid: { min_tissue: 50 % }
          - prioritize_regions: { limit: 20 }
          - read_patch
          - drop_blurred_patches: { {{option}} }
            parallel: 2
          - onnx_inference: { model: '{{Repository.PathOf("models", "bench-shufflenet.yaml")}}' }
          - aggregate
        reports: [slides_csv, patches_csv]
        """;

    // Built beside these tests, in the same configuration, into a folder of its own.
    private static string PluginPath()
    {
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        string path = Repository.PathOf("tests", "TissueNet.SamplePlugin", "bin", configuration, "net10.0", "TissueNet.SamplePlugin.dll");
        File.Exists(path).ShouldBeTrue(path);
        return path;
    }
}
