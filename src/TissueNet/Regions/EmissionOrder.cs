namespace TissueNet.Regions;

/// <summary>In which order the chosen regions are sent on.</summary>
internal enum EmissionOrder
{
    /// <summary>The most important first.</summary>
    Priority,

    /// <summary>
    /// Neighbours one after another, so that each stored tile is decoded once: several times cheaper to read. The choice of regions
    /// stays that of the ranking; take it when all chosen regions will be processed anyway.
    /// </summary>
    Locality,
}
