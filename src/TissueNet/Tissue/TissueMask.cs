using TissueNet.Slides;
using TissueNet.Stages;

namespace TissueNet.Tissue;

/// <summary>Which parts of a slide are tissue: one bit per mask pixel.</summary>
/// <param name="slide">The slide.</param>
/// <param name="bits">The bits; its size is that of the slide at <paramref name="mpp"/>, rounded up.</param>
/// <param name="mpp">Microns per mask pixel.</param>
public sealed class TissueMask(Slide slide, BitMask bits, double mpp) : ISlidePayload
{
    /// <inheritdoc/>
    public SlideScope Scope => Slide.Scope;

    /// <summary>The slide.</summary>
    public Slide Slide { get; } = slide;

    /// <summary>The bits; set where there is tissue.</summary>
    public BitMask Bits { get; } = bits;

    /// <summary>Microns per mask pixel.</summary>
    public double Mpp { get; } = mpp;

    /// <summary>Tissue area in mm².</summary>
    public double TissueMm2 => Bits.Count() * Mpp * Mpp / 1e6;

    /// <summary>Share of tissue in a level-0 rectangle, 0–1; what lies outside the slide counts as glass.</summary>
    /// <param name="level0X">Left edge in level-0 pixels.</param>
    /// <param name="level0Y">Top edge in level-0 pixels.</param>
    /// <param name="level0Width">Width in level-0 pixels, above 0.</param>
    /// <param name="level0Height">Height in level-0 pixels, above 0.</param>
    public double Coverage(double level0X, double level0Y, double level0Width, double level0Height)
    {
        double scaleX = Slide.MppX / Mpp, scaleY = Slide.MppY / Mpp;
        int left = (int)Math.Round(level0X * scaleX), top = (int)Math.Round(level0Y * scaleY);
        int right = Math.Max(left + 1, (int)Math.Round((level0X + level0Width) * scaleX));
        int bottom = Math.Max(top + 1, (int)Math.Round((level0Y + level0Height) * scaleY));
        return Bits.Count(left, top, right, bottom) / ((double)(right - left) * (bottom - top));
    }
}
