namespace TissueNet.Slides;

/// <summary>What no slide needs more of, and a damaged one may claim.</summary>
internal static class SlideLimits
{
    /// <summary>The most pixels of a label, macro or thumbnail, which are read at once. Those of real slides have up to half of that.</summary>
    public const int AssociatedPixels = 16 << 20;
}
