using TissueNet.Patches;
using TissueNet.Stages;

namespace TissueNet.Bench.SlowStorage;

/// <summary>The end of the line: counts patches and lets them go.</summary>
internal sealed class CountPatchesStage : IStage<Patch, Patch>
{
    private long count;

    public long Count => Interlocked.Read(ref count);

    public ValueTask ProcessAsync(Patch item, IStageOutput<Patch> output, CancellationToken cancellation)
    {
        Interlocked.Increment(ref count);
        return default;
    }
}
