namespace TissueNet.Regions;

/// <summary>What makes a region important.</summary>
public enum RegionScore
{
    /// <summary>Its share of tissue, 0–1.</summary>
    Tissue,

    /// <summary>Its mean optical density of haematoxylin, 0 to about 2.4: nuclei (Ruifrok and Johnston, 2001).</summary>
    Haematoxylin,

    /// <summary>255 less its mean luma of Rec. 601, 0–255.</summary>
    Darkness,

    /// <summary>A random number from 0 to below 1 that depends on seed, slide name and region alone.</summary>
    Random,
}
