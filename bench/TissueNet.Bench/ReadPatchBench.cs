using BenchmarkDotNet.Attributes;
using TissueNet.Patches;
using TissueNet.Regions;

namespace TissueNet.Bench;

/// <summary>
/// <c>read_patch</c>: 224 px at 0.5 um/px in the order in which tiles are stored, with a tile cache as in a run, so that a tile is decoded
/// about once; per patch.
/// </summary>
[MemoryDiagnoser]
public class ReadPatchBench : SlideBench
{
    private const int PerCall = 64;
    private readonly ReleasingOutput<Patch> output = new();
    private IReadOnlyList<Region> regions = null!;
    private ReadPatchStage stage = null!;
    private int next;

    [GlobalSetup]
    public async Task Setup()
    {
        regions = await Bench.RegionsAsync();
        stage = new ReadPatchStage(Bench.Context());
    }

    [Benchmark(OperationsPerInvoke = PerCall)]
    public async Task<int> Read()
    {
        for (int i = 0; i < PerCall; i++)
        {
            await stage.ProcessAsync(regions[next = (next + 1) % regions.Count], output, CancellationToken.None);
        }

        return output.Count;
    }
}
