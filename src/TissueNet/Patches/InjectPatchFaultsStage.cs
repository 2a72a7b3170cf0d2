using TissueNet.Stages;

namespace TissueNet.Patches;

/// <summary>Fails, drops, delays or hangs on patches on purpose, to try out a pipeline's policies. Not for production.</summary>
[Stage("inject_patch_faults", Example = "inject_patch_faults: { error: 1 %, delay: 5 ms }")]
internal sealed class InjectPatchFaultsStage(InjectPatchFaultsStage.Options options, StageContext context)
    : FaultInjector<Patch>(options, context)
{
    /// <inheritdoc/>
    public sealed record Options : FaultOptions;
}
