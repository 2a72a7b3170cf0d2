using TissueNet.Regions;
using TissueNet.Stages;

namespace TissueNet.Inference;

/// <summary>What a model said about one patch.</summary>
public sealed record PatchPrediction : IPatchPayload
{
    /// <inheritdoc/>
    public SlideScope Scope => Region.Scope;

    /// <summary>The region.</summary>
    public required Region Region { get; init; }

    /// <inheritdoc/>
    public int Index => Region.Index;

    /// <summary>The model's classes; one list shared by all its predictions.</summary>
    public required IReadOnlyList<string> ClassNames { get; init; }

    /// <summary>Probability per class, each 0–1, in the order of <see cref="ClassNames"/>; empty when the model gives none.</summary>
    public required float[] Probabilities { get; init; }

    /// <summary>Embedding; null when the model gives none.</summary>
    public float[]? Embedding { get; init; }
}
