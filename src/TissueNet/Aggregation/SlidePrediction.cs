using TissueNet.Inference;
using TissueNet.Stages;

namespace TissueNet.Aggregation;

/// <summary>What the patches of a slide add up to.</summary>
public sealed record SlidePrediction : ISlidePayload
{
    /// <inheritdoc/>
    public required SlideScope Scope { get; init; }

    /// <summary>The model's classes.</summary>
    public required IReadOnlyList<string> ClassNames { get; init; }

    /// <summary>One value per class, 0–1; empty when no patch was inferred.</summary>
    public required float[] Probabilities { get; init; }

    /// <summary>The class with the largest value; null when no patch was inferred.</summary>
    public string? Label { get; init; }

    /// <summary>Predictions of the patches, sorted by region index.</summary>
    public required IReadOnlyList<PatchPrediction> Patches { get; init; }

    /// <summary>The heatmap; null when no patch was inferred.</summary>
    public Heatmap? Heatmap { get; init; }
}
