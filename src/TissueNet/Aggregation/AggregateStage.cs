using System.ComponentModel.DataAnnotations;
using TissueNet.Inference;
using TissueNet.Regions;
using TissueNet.Stages;

namespace TissueNet.Aggregation;

/// <summary>
/// Adds a slide's patch predictions up to one prediction of the slide and a heatmap, when the slide's last patch has passed.
/// </summary>
/// <remarks>
/// Each class is reduced on its own, so that except with <c>mean</c> the values need not sum to 1. Patches are sorted by region
/// index first: the result does not depend on the order in which they arrive.
/// </remarks>
[Stage("aggregate", Example = "aggregate: { method: top_k_mean, k: 10 }")]
internal sealed class AggregateStage(AggregateStage.Options options) : IStage<PatchPrediction, SlidePrediction>
{
    /// <summary>Options of <c>aggregate</c>.</summary>
    public sealed record Options
    {
        /// <summary>How the patches' probabilities of a class become one: mean, max, median, top_k_mean, noisy_or or quantile. Default mean.</summary>
        public AggregateMethod Method { get; init; } = AggregateMethod.Mean;

        /// <summary>How many of the largest values <c>top_k_mean</c> averages. 1–100000; default 10.</summary>
        [Range(1, 100_000)]
        [Unit("patches")]
        public int K { get; init; } = 10;

        /// <summary>Which quantile <c>quantile</c> takes. 0–100 %; default 90 %.</summary>
        [Range(0.0, 1.0)]
        public Share Quantile { get; init; } = new(0.9);

        /// <summary>Class whose value is the slide's score. Default: the class that gives the label.</summary>
        public string? Positive { get; init; }

        /// <summary>Value from which a model with a single class gives its label; below it the label is empty. 0–100 %; default 50 %.</summary>
        [Range(0.0, 1.0)]
        public Share Threshold { get; init; } = new(0.5);
    }

    /// <inheritdoc/>
    public ValueTask ProcessAsync(PatchPrediction item, IStageOutput<SlidePrediction> output, CancellationToken cancellation)
    {
        foreach (float probability in item.Probabilities)
        {
            if (!float.IsFinite(probability))
            {
                throw new StageException(
                    $"The model gave the probability {probability}; a number from 0 to 1 was expected.",
                    "Check the model's normalisation and activation in its manifest.");
            }
        }

        item.Scope.State(this, static () => new PatchCollector()).Add(item);
        return default;
    }

    /// <inheritdoc/>
    public ValueTask EndSlideAsync(SlideScope scope, IStageOutput<SlidePrediction> output, CancellationToken cancellation)
    {
        PatchPrediction[] patches = scope.FindState<PatchCollector>(this)?.Sorted() ?? [];
        return output.EmitAsync(Aggregate(scope, patches), cancellation);
    }

    private SlidePrediction Aggregate(SlideScope scope, PatchPrediction[] patches)
    {
        CheckOneModel(patches);
        IReadOnlyList<string> classes = patches.Length == 0 ? [] : patches[0].ClassNames;
        if (patches.Length == 0 || patches[0].Probabilities.Length == 0)
        {
            return new SlidePrediction { Scope = scope, ClassNames = classes, Probabilities = [], Patches = patches };
        }

        float[] values = Reduce(patches, classes.Count);
        int best = Array.IndexOf(values, values.Max());
        bool labelled = classes.Count > 1 || values[best] >= options.Threshold;
        return new SlidePrediction
        {
            Scope = scope,
            ClassNames = classes,
            Probabilities = values,
            Label = labelled ? classes[best] : null,
            Score = values[ScoredClass(classes) ?? best],
            Patches = patches,
            Heatmap = HeatmapOf(scope, patches, classes.Count),
        };
    }

    private float[] Reduce(PatchPrediction[] patches, int classes)
    {
        float[] values = new float[classes], column = new float[patches.Length];
        for (int c = 0; c < classes; c++)
        {
            for (int i = 0; i < patches.Length; i++)
            {
                column[i] = patches[i].Probabilities[c];
            }

            values[c] = (float)Reduction.Reduce(column, options.Method, options.K, options.Quantile);
        }

        return values;
    }

    private int? ScoredClass(IReadOnlyList<string> classes)
    {
        if (options.Positive is null)
        {
            return null;
        }

        int index = classes.ToList().IndexOf(options.Positive);
        return index >= 0
            ? index
            : throw new StageException(
                $"The option 'positive' names the class '{options.Positive}', but the model's classes are {string.Join(", ", classes)}.",
                "Name one of them.");
    }

    private static void CheckOneModel(PatchPrediction[] patches)
    {
        for (int i = 0; i < patches.Length; i++)
        {
            PatchPrediction patch = patches[i], first = patches[0];
            int expected = first.Probabilities.Length == 0 ? 0 : first.ClassNames.Count;
            if (!PatchOrder.SameClasses(patch.ClassNames, first.ClassNames) || patch.Probabilities.Length != expected)
            {
                throw new StageException(
                    $"Predictions of different models met: {Describe(first)} at region {first.Index}, {Describe(patch)} at region {patch.Index}.",
                    "Give each model an aggregate stage of its own, by 'id:' and 'from:'.");
            }

            if (i > 0 && patch.Index == patches[i - 1].Index)
            {
                throw new StageException(
                    $"Region {patch.Index} has more than one prediction; one per region was expected.",
                    "Give each model an aggregate stage of its own, by 'id:' and 'from:'.");
            }
        }
    }

    private static string Describe(PatchPrediction patch) =>
        $"{patch.Probabilities.Length} probabilities of the classes [{string.Join(", ", patch.ClassNames)}]";

    private static Heatmap? HeatmapOf(SlideScope scope, PatchPrediction[] patches, int classes)
    {
        // A cascade has several grids; the patches belong to the one that their regions were cut by.
        RegionGrid? grid = scope.Results<RegionGrid>().Select(r => r.Payload).LastOrDefault(g => patches.All(p => IsFrom(g, p.Region)));
        if (grid is null)
        {
            return null;
        }

        var heatmap = new Heatmap(grid, classes);
        foreach (PatchPrediction patch in patches)
        {
            patch.Probabilities.CopyTo(heatmap[patch.Region.Column, patch.Region.Row]);
        }

        return heatmap;
    }

    private static bool IsFrom(RegionGrid grid, Region region)
    {
        if (region.Index >= grid.Regions.Count || region.Column >= grid.Columns || region.Row >= grid.Rows)
        {
            return false;
        }

        Region candidate = grid.Regions[region.Index];
        return (candidate.Column, candidate.Row, candidate.Level0X, candidate.Level0Y, candidate.PatchPixels, candidate.Mpp) ==
            (region.Column, region.Row, region.Level0X, region.Level0Y, region.PatchPixels, region.Mpp);
    }
}
