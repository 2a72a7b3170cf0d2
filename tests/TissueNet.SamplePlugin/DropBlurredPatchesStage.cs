using System.ComponentModel.DataAnnotations;
using TissueNet.Patches;
using TissueNet.Stages;

namespace TissueNet.SamplePlugin;

/// <summary>Drops patches that are out of focus: those whose Laplacian varies little (Pech-Pacheco et al., 2000).</summary>
[Stage("drop_blurred_patches", Example = "drop_blurred_patches: { min_variance: 40 }", Parallel = 2)]
public sealed class DropBlurredPatchesStage(DropBlurredPatchesStage.Options options) : IStage<Patch, Patch>
{
    /// <summary>Options of the stage.</summary>
    public sealed record Options
    {
        /// <summary>Variance of the grey Laplacian below which a patch counts as blurred. 0–10000; default 20.</summary>
        [Range(0.0, 10_000.0)]
        public double MinVariance { get; init; } = 20;
    }

    /// <inheritdoc/>
    public ValueTask ProcessAsync(Patch item, IStageOutput<Patch> output, CancellationToken cancellation) =>
        LaplacianVariance(item) >= options.MinVariance ? output.EmitAsync(item, cancellation) : default;

    /// <summary>Variance of the four-neighbour Laplacian of the grey image.</summary>
    /// <param name="patch">A patch of at least 3 × 3 px.</param>
    public static double LaplacianVariance(Patch patch)
    {
        ReadOnlySpan<byte> rgb = patch.Rgb;
        int width = patch.Width, height = patch.Height;
        double sum = 0, squares = 0;
        long count = 0;
        for (int y = 1; y < height - 1; y++)
        {
            for (int x = 1; x < width - 1; x++)
            {
                int at = (y * width) + x;
                double value = Grey(rgb, at - 1) + Grey(rgb, at + 1) + Grey(rgb, at - width) + Grey(rgb, at + width) - (4 * Grey(rgb, at));
                sum += value;
                squares += value * value;
                count++;
            }
        }

        double mean = sum / Math.Max(1, count);
        return (squares / Math.Max(1, count)) - (mean * mean);
    }

    private static double Grey(ReadOnlySpan<byte> rgb, int pixel) =>
        (0.299 * rgb[pixel * 3]) + (0.587 * rgb[(pixel * 3) + 1]) + (0.114 * rgb[(pixel * 3) + 2]);
}
