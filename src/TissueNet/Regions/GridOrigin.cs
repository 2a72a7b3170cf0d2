namespace TissueNet.Regions;

/// <summary>Where a grid begins.</summary>
public enum GridOrigin
{
    /// <summary>At the slide's top left corner: the same grid whatever the mask.</summary>
    Slide,

    /// <summary>At the top left corner of the box around all tissue; it ends with the box.</summary>
    Tissue,
}
