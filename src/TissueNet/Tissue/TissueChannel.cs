namespace TissueNet.Tissue;

/// <summary>What is measured of a pixel to tell tissue from glass; larger means more tissue.</summary>
public enum TissueChannel
{
    /// <summary>Saturation of HSV, 0–255: the spread of red, green and blue over their maximum. Glass is grey, stain is not.</summary>
    Saturation,

    /// <summary>Darkness, 0–255: 255 less the luma of Rec. 601. Finds unstained and grey tissue too, and shadows.</summary>
    Grey,

    /// <summary>Optical density, the mean of −log10((v + 1) / 256) over red, green and blue, times 100, at most 255.</summary>
    OpticalDensity,
}
