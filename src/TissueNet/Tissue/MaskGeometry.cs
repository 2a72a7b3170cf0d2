using TissueNet.Slides;
using TissueNet.Stages;

namespace TissueNet.Tissue;

/// <summary>Size and resolution of a slide's mask.</summary>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Mpp">Microns per mask pixel, the same along both axes.</param>
internal readonly record struct MaskGeometry(int Width, int Height, double Mpp)
{
    // A lease holds up to 2³¹ − 1 bytes, and a band of RGB pixels has to fit in as well.
    private const long MostPixels = 2_000_000_000;

    /// <summary>The geometry at a wanted resolution; a slide coarser than that is masked at its own.</summary>
    /// <exception cref="StageException">The mask would have 2,000,000,000 pixels or more.</exception>
    public static MaskGeometry For(Slide slide, double mpp)
    {
        mpp = Math.Max(mpp, Math.Max(slide.MppX, slide.MppY));
        long width = Pixels(slide.Width * slide.MppX / mpp), height = Pixels(slide.Height * slide.MppY / mpp);
        return width * height < MostPixels
            ? new MaskGeometry((int)width, (int)height, mpp)
            : throw new StageException(
                FormattableString.Invariant($"A mask at mpp {mpp} would have {width} x {height} pixels; fewer than 2,000,000,000 are possible."),
                "Use a larger mpp.");
    }

    // A length that is whole but for rounding must not gain a pixel.
    private static long Pixels(double length) => Math.Max(1, (long)Math.Ceiling(length - 1e-6));
}
