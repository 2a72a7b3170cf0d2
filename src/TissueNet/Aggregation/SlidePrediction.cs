using TissueNet.Inference;
using TissueNet.Stages;

namespace TissueNet.Aggregation;

/// <summary>What the patches of a slide add up to.</summary>
public sealed record SlidePrediction : ISlidePayload
{
    /// <inheritdoc/>
    public required SlideScope Scope { get; init; }

    /// <summary>
    /// All predictions of a slide with the stages that made them, by stage id: the order in which two branches end depends on timing.
    /// </summary>
    /// <param name="scope">The slide.</param>
    internal static IEnumerable<(string Stage, SlidePrediction Prediction)> AllOf(SlideScope scope) =>
        scope.Results<SlidePrediction>().OrderBy(r => r.Stage, StringComparer.Ordinal);

    /// <summary>The model's classes; empty when no patch was inferred.</summary>
    public required IReadOnlyList<string> ClassNames { get; init; }

    /// <summary>One value per class, 0–1, reduced class by class and so not always summing to 1; empty when no patch was inferred.</summary>
    public required float[] Probabilities { get; init; }

    /// <summary>
    /// The class with the largest value, the first of equals; null when no patch was inferred, or when the model's only class stays
    /// below its threshold.
    /// </summary>
    public string? Label { get; init; }

    /// <summary>Value of the class asked for, or else of the class with the largest one; null when no patch was inferred.</summary>
    public double? Score { get; init; }

    /// <summary>Predictions of the patches, sorted by region index, without embeddings.</summary>
    public required IReadOnlyList<PatchPrediction> Patches { get; init; }

    /// <summary>The heatmap; null when no patch was inferred or the regions are of no grid.</summary>
    public Heatmap? Heatmap { get; init; }
}
