namespace TissueNet.Slides.Writing;

/// <summary>What a conversion writes.</summary>
internal enum ConversionKind
{
    /// <summary>A pyramidal TIFF, all tiles encoded anew.</summary>
    Pyramid,

    /// <summary>A pyramidal TIFF with the stored JPEG tiles of the source, bit for bit; only missing levels are encoded.</summary>
    Lossless,

    /// <summary>A DeepZoom pyramid: a .dzi file and a folder of JPEG files.</summary>
    DeepZoom,
}
