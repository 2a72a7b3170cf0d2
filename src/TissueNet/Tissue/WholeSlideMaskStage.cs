using System.ComponentModel.DataAnnotations;
using TissueNet.Slides;
using TissueNet.Stages;

namespace TissueNet.Tissue;

/// <summary>Takes the whole slide for tissue: for slides that are all tissue, and for comparison with a real mask.</summary>
[Stage("whole_slide_mask", Example = "whole_slide_mask: { mpp: 32 }")]
internal sealed class WholeSlideMaskStage(WholeSlideMaskStage.Options options) : IStage<Slide, TissueMask>
{
    /// <summary>Options of <c>whole_slide_mask</c>.</summary>
    public sealed record Options
    {
        /// <summary>Resolution of the mask. A slide coarser than this is masked at its own.</summary>
        [Range(1, 64), Unit("um/px")]
        public double Mpp { get; init; } = 8;
    }

    /// <inheritdoc/>
    public ValueTask ProcessAsync(Slide item, IStageOutput<TissueMask> output, CancellationToken cancellation)
    {
        MaskGeometry geometry = MaskGeometry.For(item, options.Mpp);
        var mask = new BitMask(geometry.Width, geometry.Height);
        BitRows.Fill(mask);
        return output.EmitAsync(new TissueMask(item, mask, geometry.Mpp), cancellation);
    }
}
