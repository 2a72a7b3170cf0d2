using TissueNet.Stages;

namespace TissueNet.Regions;

/// <summary>Fails, drops, delays or hangs on regions on purpose, to try out a pipeline's policies. Not for production.</summary>
[Stage("inject_region_faults", Example = "inject_region_faults: { drop: 50 %, seed: 1 }")]
internal sealed class InjectRegionFaultsStage(InjectRegionFaultsStage.Options options, StageContext context)
    : FaultInjector<Region>(options, context)
{
    /// <inheritdoc/>
    public sealed record Options : FaultOptions;
}
