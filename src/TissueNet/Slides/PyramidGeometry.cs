namespace TissueNet.Slides;

/// <summary>Decides which images of a file are levels of one pyramid, and at which downsample.</summary>
/// <remarks>
/// <para>
/// A file stores the sizes of its levels, not how they were made, and sizes are rounded. Makers of slides shrink by whole numbers: a
/// pixel of the level is the mean of 2 × 2, 4 × 4, … pixels, what is left over at the right and bottom is dropped or filled up, and the
/// downsample is exactly that number. 271950 / 16996 is 16.0008, but the level's pixels are 16 apart; taking 16.0008 would shift
/// what lies at the right edge by 14 level-0 pixels. So a whole number within the rounding of the sizes is taken to be meant: a power of
/// two first, then the nearest other (3 and 9 of some Zeiss files, 10).
/// </para>
/// <para>
/// A level that an image library resampled to a given size (3967 to 991, pixels 4.00303 apart) cannot be told from one of 4 × 4
/// means, since both have that size. Taking 4 is then wrong by the rounding of the size: at the far edge by half a pixel of the level if
/// the size was rounded to the nearest, by less than one if it was rounded down, and in proportion before. The other choice would be as
/// wrong for the slides that scanners write.
/// </para>
/// <para>
/// Where no whole number fits (2.5 times), the downsample is the ratio of the sums of both sides: within half a pixel of the level on
/// both axes for sizes rounded to the nearest, also where one side is a few pixels only, of which the ratio says little.
/// </para>
/// </remarks>
internal static class PyramidGeometry
{
    /// <summary>
    /// The downsample of an image that shows the whole of level 0; null when its shape says that it shows something else. Sides may
    /// be rounded either way at each halving, which after any number of halvings is one pixel at most.
    /// </summary>
    /// <param name="width0">Width of level 0 in pixels.</param>
    /// <param name="height0">Height of level 0.</param>
    /// <param name="width">Width of the image.</param>
    /// <param name="height">Height of the image.</param>
    public static double? Downsample(int width0, int height0, int width, int height)
    {
        if (width > width0 || height > height0 || (width == width0 && height == height0))
        {
            return null;
        }

        double least = Math.Max((double)width0 / (width + 1), (double)height0 / (height + 1));
        double most = Math.Min(Most(width0, width), Most(height0, height));
        if (least > most)
        {
            return null;
        }

        double ratio = Math.Clamp(((double)width0 + height0) / ((double)width + height), least, most);
        double power = Math.Pow(2, Math.Round(Math.Log2(ratio))), whole = Math.Round(ratio);
        return Fits(power) ? power : Fits(whole) ? whole : ratio;

        bool Fits(double candidate) => candidate > 1 && candidate >= least && candidate <= most;
    }

    private static double Most(int size0, int size) => size > 1 ? (double)size0 / (size - 1) : double.PositiveInfinity;
}
