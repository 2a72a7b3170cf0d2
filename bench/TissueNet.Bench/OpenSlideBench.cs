using BenchmarkDotNet.Attributes;
using TissueNet.Slides;
using TissueNet.Stages;

namespace TissueNet.Bench;

/// <summary><c>open_slide</c>: to open a slide, find its pyramid and resolution, and close it again.</summary>
[MemoryDiagnoser]
public class OpenSlideBench : SlideBench
{
    private readonly ReleasingOutput<Slide> output = new();
    private OpenSlideStage? stage = null!;

    [GlobalSetup]
    public void Setup()
    {
        stage = new OpenSlideStage(new() { DefaultMpp = Bench.Slide.Mpp }, Bench.Context());
    }

    protected override void Dispose(bool disposing)
    {
        stage?.Dispose();
        base.Dispose(disposing);
    }

    [Benchmark]
    public async Task<int> Open()
    {
        using var scope = new SlideScope(0, "bench", Bench.FilePath);
        await stage!.ProcessAsync(new SlideFile(scope), output, CancellationToken.None);
        return output.Count;
    }
}
