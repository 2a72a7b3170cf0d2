namespace TissueNet.Slides;

/// <summary>Decides which images of a file are levels of one pyramid, and at which downsample.</summary>
internal static class PyramidGeometry
{
    /// <summary>
    /// The downsample of an image that shows the whole of level 0; null when its shape says that it shows something else. Sides may
    /// be rounded either way at each halving, which after any number of halvings is one pixel at most; a power of two within
    /// that rounding is taken to be meant.
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

        double mean = (((double)width0 / width) + ((double)height0 / height)) / 2;
        double power = Math.Pow(2, Math.Round(Math.Log2(mean)));
        return power > 1 && power >= least && power <= most ? power : mean;
    }

    private static double Most(int size0, int size) => size > 1 ? (double)size0 / (size - 1) : double.PositiveInfinity;
}
