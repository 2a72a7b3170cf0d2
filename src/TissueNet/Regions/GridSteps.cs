using TissueNet.Stages;

namespace TissueNet.Regions;

/// <summary>Size and stride of patches, resolved to pixels at the patches' resolution.</summary>
/// <param name="PatchPixels">Width and height of a patch in whole pixels.</param>
/// <param name="StridePixels">Pixels from one patch to the next; may be fractional.</param>
internal readonly record struct GridSteps(int PatchPixels, double StridePixels)
{
    /// <summary>Resolves options.</summary>
    public static GridSteps From(RegionGridStage.Options options)
    {
        int patch = (int)Math.Round(options.PatchSize.Pixels(options.Mpp), MidpointRounding.AwayFromZero);
        double stride = options.Stride is { } given ? given.Pixels(options.Mpp) : patch * (1 - (options.Overlap ?? new Share(0)));
        return new GridSteps(patch, stride);
    }
}
