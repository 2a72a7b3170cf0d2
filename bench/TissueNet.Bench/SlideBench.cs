using BenchmarkDotNet.Attributes;

namespace TissueNet.Bench;

/// <summary>A benchmark on a slide, which is opened when first needed and closed after the last call.</summary>
public abstract class SlideBench : IDisposable
{
    private BenchSlide? bench;

    internal BenchSlide Bench => bench ??= new BenchSlide();

    [GlobalCleanup]
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        bench?.Dispose();
        bench = null;
    }
}
