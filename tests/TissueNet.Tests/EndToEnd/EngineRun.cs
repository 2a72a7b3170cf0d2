using Microsoft.Extensions.DependencyInjection;
using TissueNet.Hosting;
using TissueNet.Pipelines;
using TissueNet.Pipelines.Graph;
using TissueNet.Stages;

namespace TissueNet.Tests.EndToEnd;

/// <summary>Runs a pipeline text in this process.</summary>
internal static class EngineRun
{
    public static async Task<RunOutcome> RunAsync(
        string yaml, string folder, string output, Func<int, StageInvoker, StageInvoker>? decorate = null, params string[] overrides)
    {
        PipelineLoadResult loaded = PipelineLoader.LoadText(yaml, Path.Combine(folder, "pipeline.yaml"), overrides);
        loaded.Diagnostics.Where(d => d.IsError).ShouldBeEmpty();
        await using ServiceProvider services = new ServiceCollection().AddTissueNet().BuildServiceProvider();
        return await services.GetRequiredService<PipelineRunner>().RunAsync(
            new RunRequest { Plan = loaded.Plan!, OutputDirectory = output, DecorateInvoker = decorate },
            TestContext.Current.CancellationToken);
    }
}
