using TissueNet.Stages;

namespace TissueNet.Reports;

/// <summary>How probabilities become colours: the most probable class in its colour, or one class by a colour map.</summary>
/// <param name="Classes">The model's classes.</param>
/// <param name="Shown">Position of the class whose probability is shown; null to show the most probable class.</param>
/// <param name="Opacity">0–1.</param>
internal sealed record HeatmapStyle(IReadOnlyList<string> Classes, int? Shown, double Opacity)
{
    // A class that is barely the most probable one is still seen.
    private const float FaintestShare = 0.35f;

    /// <summary>Chooses the style.</summary>
    /// <param name="classes">The model's classes.</param>
    /// <param name="shown">Name of the class to show; null for the most probable one.</param>
    /// <param name="opacity">0–1.</param>
    /// <exception cref="StageException">There is no such class.</exception>
    public static HeatmapStyle For(IReadOnlyList<string> classes, string? shown, double opacity)
    {
        if (shown is null || classes.Count == 0)
        {
            return new HeatmapStyle(classes, classes.Count == 1 ? 0 : null, opacity);
        }

        int index = classes.ToList().IndexOf(shown);
        return index >= 0
            ? new HeatmapStyle(classes, index, opacity)
            : throw new StageException(
                $"The option 'class' of heatmap_png names the class '{shown}', but the model's classes are {string.Join(", ", classes)}.",
                "Name one of them, or leave the option out to see the most probable class.");
    }

    /// <summary>The look of a cell.</summary>
    /// <param name="probabilities">One per class.</param>
    public (int Color, float Alpha) Of(ReadOnlySpan<float> probabilities)
    {
        if (Shown is { } shown)
        {
            return (Colormap.Of(probabilities[shown]), (float)Opacity);
        }

        int best = Best(probabilities);
        float strength = FaintestShare + ((1 - FaintestShare) * Math.Clamp(probabilities[best], 0, 1));
        return (ClassPalette.Of(best), (float)Opacity * strength);
    }

    /// <summary>Position of the largest probability, the first of equals.</summary>
    public static int Best(ReadOnlySpan<float> probabilities)
    {
        int best = 0;
        for (int i = 1; i < probabilities.Length; i++)
        {
            best = probabilities[i] > probabilities[best] ? i : best;
        }

        return best;
    }
}
