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

    // A mask needs no exact resolution, and a level that is read as it is costs no resampling.
    private const double SnapShare = 0.05;

    /// <summary>
    /// The geometry near a wanted resolution: that of a level, or of a level shrunk while decoding, within 5 %, else the one wanted; never
    /// finer than level 0.
    /// </summary>
    /// <exception cref="StageException">The mask would have 2,000,000,000 pixels or more.</exception>
    public static MaskGeometry For(Slide slide, double mpp)
    {
        mpp = Snap(slide, Math.Max(mpp, Math.Max(slide.MppX, slide.MppY)));
        long width = Pixels(slide.Width * slide.MppX / mpp), height = Pixels(slide.Height * slide.MppY / mpp);
        return width * height < MostPixels
            ? new MaskGeometry((int)width, (int)height, mpp)
            : throw new StageException(
                FormattableString.Invariant($"A mask at mpp {mpp} would have {width} x {height} pixels; fewer than {MostPixels} are possible."),
                "Use a larger mpp.");
    }

    private static double Snap(Slide slide, double mpp)
    {
        if (slide.MppX != slide.MppY)
        {
            return mpp;
        }

        double best = mpp, distance = SnapShare;
        foreach (SlideLevel level in slide.Info.Levels)
        {
            foreach (int shrink in slide.Reader.Shrinks(level.Index).Prepend(1))
            {
                double found = level.Downsample * shrink * slide.MppX;
                if (Math.Abs((found / mpp) - 1) < distance)
                {
                    (best, distance) = (found, Math.Abs((found / mpp) - 1));
                }
            }
        }

        return best;
    }

    // A length that is whole but for rounding must not gain a pixel.
    private static long Pixels(double length) => Math.Max(1, (long)Math.Ceiling(length - 1e-6));
}
