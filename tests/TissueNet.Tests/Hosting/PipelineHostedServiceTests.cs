using Microsoft.Extensions.Hosting;
using TissueNet.Hosting;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Hosting;

/// <summary>The exit code is the process's, so these run one after another, alone.</summary>
[Collection("process exit code")]
public sealed class PipelineHostedServiceTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly int exitCode = Environment.ExitCode;

    [Fact]
    public async Task Host_PipelineOverAGoodSlide_StopsWithZero()
    {
        await File.WriteAllTextAsync(folder.File("a.synthetic"), "width: 1500\nheight: 1200\n", TestContext.Current.CancellationToken);
        (await RunAsync(folder.File("a.synthetic"))).ShouldBe(RunExitCodes.Success);
        File.Exists(folder.File("out/slides.csv")).ShouldBeTrue();
    }

    [Fact]
    public async Task Host_PipelineOverABadSlide_StopsWithOne()
    {
        await File.WriteAllTextAsync(folder.File("bad.synthetic"), "width: 0\n", TestContext.Current.CancellationToken);
        (await RunAsync(folder.File("bad.synthetic"))).ShouldBe(RunExitCodes.SlidesFailed);
    }

    [Fact]
    public async Task Host_PipelineWithAMistake_StopsWithTwo() =>
        (await RunAsync(folder.Path, "otsu_tissue_mask.mpp=oops")).ShouldBe(RunExitCodes.Invalid);

    [Fact]
    public async Task Host_NoSlides_StopsWithTwo() => (await RunAsync(folder.File("nowhere"))).ShouldBe(RunExitCodes.Invalid);

    [Fact]
    public async Task Host_OutputFolderIsAFile_StopsWithThree()
    {
        await File.WriteAllTextAsync(folder.File("a.synthetic"), "width: 1500\nheight: 1200\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder.File("out"), "a file", TestContext.Current.CancellationToken);
        (await RunAsync(folder.File("a.synthetic"))).ShouldBe(RunExitCodes.EnvironmentUnusable);
    }

    public void Dispose()
    {
        Environment.ExitCode = exitCode;
        folder.Dispose();
    }

    private async Task<int> RunAsync(string slides, params string[] overrides)
    {
        Environment.ExitCode = 99;
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Services.AddTissueNetPipeline(options =>
        {
            options.Pipeline = Repository.PathOf("pipelines", "tissue_mask.yaml");
            options.Slides.Add(slides);
            options.OutputDirectory = folder.File("out");
            foreach (string change in overrides)
            {
                options.Overrides.Add(change);
            }
        });
        using IHost host = builder.Build();
        await host.RunAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(1));
        return Environment.ExitCode;
    }
}
