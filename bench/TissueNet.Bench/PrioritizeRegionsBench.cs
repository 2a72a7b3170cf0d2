using BenchmarkDotNet.Attributes;
using TissueNet.Regions;

namespace TissueNet.Bench;

/// <summary><c>prioritize_regions</c>: a slide's regions scored, ranked and sent on.</summary>
[MemoryDiagnoser]
public class PrioritizeRegionsBench : SlideBench
{
    private readonly ReleasingOutput<Region> output = new();
    private RegionGrid grid = null!;
    private PrioritizeRegionsStage stage = null!;

    /// <summary>What makes a region important; haematoxylin reads pixels at 8 um/px.</summary>
    [Params(RegionScore.Tissue, RegionScore.Haematoxylin)]
    public RegionScore By { get; set; }

    [GlobalSetup]
    public async Task Setup()
    {
        grid = await Bench.GridAsync();
        stage = new PrioritizeRegionsStage(new() { By = By }, Bench.Context());
    }

    [Benchmark]
    public async Task<int> Rank()
    {
        await stage.ProcessAsync(grid, output, CancellationToken.None);
        return output.Count;
    }
}
