using BenchmarkDotNet.Attributes;
using TissueNet.Regions;
using TissueNet.Tissue;

namespace TissueNet.Bench;

/// <summary><c>region_grid</c>: a slide's grid of 224 px at 0.5 um/px, with the tissue share of each region.</summary>
[MemoryDiagnoser]
public class RegionGridBench : SlideBench
{
    private readonly ReleasingOutput<RegionGrid> output = new();
    private TissueMask mask = null!;
    private RegionGridStage stage = null!;

    [GlobalSetup]
    public async Task Setup()
    {
        mask = await Bench.MaskAsync();
        stage = new RegionGridStage(new() { Mpp = Math.Max(0.5, Bench.Slide.Mpp) });
    }

    [Benchmark]
    public async Task<int> Cut()
    {
        await stage.ProcessAsync(mask, output, CancellationToken.None);
        return output.Count;
    }
}
