namespace TissueNet.Regions;

/// <summary>What becomes of regions that reach beyond the slide's right or bottom edge.</summary>
public enum GridEdges
{
    /// <summary>They are left out. A slide smaller than a patch has no regions.</summary>
    Drop,

    /// <summary>They are shifted inwards, so they overlap their neighbours. A slide smaller than a patch is padded.</summary>
    Clamp,

    /// <summary>They are kept where they are; what lies outside the slide is background.</summary>
    Pad,
}
