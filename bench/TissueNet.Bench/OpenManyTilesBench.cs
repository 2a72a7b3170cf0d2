using BenchmarkDotNet.Attributes;
using TissueNet.Slides;
using TissueNet.Stages;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Bench;

/// <summary>Opening a slide of 500,000 stored tiles (256,000 x 128,000 px), finding its format included, and closing it again.</summary>
[MemoryDiagnoser]
public class OpenManyTilesBench : IDisposable
{
    private readonly PixelPool pool = new(64 << 20);
    private readonly string path = Path.Combine(Path.GetTempPath(), $"many-tiles-{Guid.NewGuid():N}.tif");

    [GlobalSetup]
    public void Setup() => File.WriteAllBytes(path, ManyTilesTiff.Make(1000, 500));

    [Benchmark]
    public int Open()
    {
        using ISlideReader reader = SlideFormats.Open(path, pool, 32 << 20);
        return reader.Info.Levels[0].Width;
    }

    [GlobalCleanup]
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        File.Delete(path);
        pool.Dispose();
    }
}
