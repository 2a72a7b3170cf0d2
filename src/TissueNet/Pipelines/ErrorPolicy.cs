using TissueNet.Stages;

namespace TissueNet.Pipelines;

/// <summary>The <c>run.on_error</c> section.</summary>
internal sealed record ErrorPolicy
{
    /// <summary>What a failed patch does: <c>skip</c> it, or <c>fail</c> its slide. Default skip.</summary>
    public PatchErrorPolicy Patch { get; init; } = PatchErrorPolicy.Skip;

    /// <summary>What a failed slide does: <c>continue</c> with the others, or <c>stop</c> the run. Default continue.</summary>
    public SlideErrorPolicy Slide { get; init; } = SlideErrorPolicy.Continue;

    /// <summary>Share of a slide's patches that may fail before the slide does. 0–100 %; default 1 %.</summary>
    public Share MaxFailedPatches { get; init; } = new(0.01);
}
