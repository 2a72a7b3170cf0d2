using System.ComponentModel.DataAnnotations;
using TissueNet.Slides;
using TissueNet.Stages;
using TissueNet.Tissue;

namespace TissueNet.Regions;

/// <summary>Lays a grid of square patches over the slide and keeps those with enough tissue.</summary>
/// <remarks>
/// Regions come in row-major order, and a region's index is its position in that order. A region's share of tissue is that of its
/// area in the mask; what lies outside the slide counts as glass. A slide without tissue has no regions, which is no failure.
/// </remarks>
[Stage("region_grid", Example = "region_grid: { patch_size: 224, mpp: 0.5, min_tissue: 25 % }")]
internal sealed class RegionGridStage(RegionGridStage.Options options) : IStage<TissueMask, RegionGrid>
{
    /// <summary>Options of <c>region_grid</c>.</summary>
    public sealed record Options : IOptionsCheck, IPatchGeometry
    {
        private const int MaxPatchPixels = 8192;

        /// <summary>Width and height of a patch, in pixels at <c>mpp</c> or in microns (rounded to whole pixels): 1 to 8192 px.</summary>
        public Extent PatchSize { get; init; } = 224;

        /// <summary>Resolution of a patch. A slide may be up to 2 % coarser; beyond that the slide fails, since pixels would be invented.</summary>
        [Range(0.05, 64), Unit("um/px")]
        public double Mpp { get; init; } = 0.5;

        /// <summary>From one patch to the next, in pixels at <c>mpp</c> or in microns, above 0. Default: the patch size, less <c>overlap</c>.</summary>
        public Extent? Stride { get; init; }

        /// <summary>How much of a patch the next one repeats, 0 % to below 100 %; instead of <c>stride</c>. Default: 0 %.</summary>
        public Share? Overlap { get; init; }

        /// <summary>Where the grid begins.</summary>
        public GridOrigin Origin { get; init; } = GridOrigin.Slide;

        /// <summary>The least share of tissue of a region, 0 % to 100 %; 0 % keeps every region.</summary>
        public Share MinTissue { get; init; } = new(0.25);

        /// <summary>What becomes of regions that reach beyond the slide.</summary>
        public GridEdges Edges { get; init; } = GridEdges.Drop;

        /// <inheritdoc/>
        public long? PatchBytes
        {
            get
            {
                long pixels = GridSteps.From(this).PatchPixels;
                return pixels * pixels * 3;
            }
        }

        /// <inheritdoc/>
        public IEnumerable<OptionProblem> Check()
        {
            if (Math.Round(PatchSize.Pixels(Mpp), MidpointRounding.AwayFromZero) is not (>= 1 and <= MaxPatchPixels))
            {
                yield return new OptionProblem(
                    nameof(PatchSize),
                    FormattableString.Invariant($"Found {PatchSize}; expected 1 to {MaxPatchPixels} px, which at mpp {Mpp} is {Mpp} to {MaxPatchPixels * Mpp} um."));
            }

            if (Stride is not null && Overlap is not null)
            {
                yield return new OptionProblem(nameof(Overlap), "Both stride and overlap are given.", "Keep one of them.");
            }

            if (Stride is { } stride && !(stride.Value > 0))
            {
                yield return new OptionProblem(nameof(Stride), $"Found {stride}; expected more than 0.");
            }

            if (Overlap is { Value: not (>= 0 and < 1) } overlap)
            {
                yield return new OptionProblem(nameof(Overlap), $"Found {overlap}; expected 0 % to below 100 %.");
            }

            if (MinTissue.Value is not (>= 0 and <= 1))
            {
                yield return new OptionProblem(nameof(MinTissue), $"Found {MinTissue}; expected 0 % to 100 %.");
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask ProcessAsync(TissueMask item, IStageOutput<RegionGrid> output, CancellationToken cancellation)
    {
        Slide slide = item.Slide;
        double finest = Math.Max(slide.MppX, slide.MppY);
        if (options.Mpp < finest * 0.98)
        {
            throw new StageException(
                FormattableString.Invariant($"mpp {options.Mpp} is finer than level 0 ({finest:0.####});"),
                FormattableString.Invariant($"use {Math.Ceiling(finest * 1000) / 1000} or more."));
        }

        RegionGrid grid = GridCutter.Cut(item, options, cancellation);
        if (grid.Regions.Count == 0 && item.TissueMm2 > 0)
        {
            slide.Scope.Warn(grid.Columns * grid.Rows == 0
                ? $"the slide is smaller than a patch of {options.PatchSize}"
                : $"no region holds {options.MinTissue} tissue");
        }

        return output.EmitAsync(grid, cancellation);
    }
}
