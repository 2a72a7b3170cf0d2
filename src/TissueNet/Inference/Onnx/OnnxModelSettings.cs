using TissueNet.Inference.Manifests;

namespace TissueNet.Inference.Onnx;

/// <summary>What is needed to open a model.</summary>
internal sealed record OnnxModelSettings
{
    /// <summary>The checked manifest.</summary>
    public required ModelManifest Manifest { get; init; }

    /// <summary>Providers to try, in order.</summary>
    public IReadOnlyList<ExecutionProvider> Providers { get; init; } = [ExecutionProvider.Auto];

    /// <summary>What to do when none of them works.</summary>
    public ProviderFallback Fallback { get; init; } = ProviderFallback.Cpu;

    /// <summary>Batches at once; null to measure.</summary>
    public int? Sessions { get; init; }

    /// <summary>Threads within a batch; null to measure.</summary>
    public int? Threads { get; init; }

    /// <summary>The most callers at once.</summary>
    public int Parallel { get; init; } = 1;

    /// <summary>The most patches of a batch.</summary>
    public int Batch { get; init; } = 1;

    /// <summary>Patches per run of the model; null for <see cref="OnnxModel.CpuPatchesPerRun"/> on the processor and all of the batch elsewhere.</summary>
    public int? PatchesPerRun { get; init; }

    /// <summary>Whether each session runs a full batch before the first slide.</summary>
    public bool WarmUp { get; init; } = true;
}
