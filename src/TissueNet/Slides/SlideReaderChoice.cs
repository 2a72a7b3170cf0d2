namespace TissueNet.Slides;

/// <summary>What opens slides.</summary>
public enum SlideReaderChoice
{
    /// <summary>Whichever reader fits the file.</summary>
    Auto,

    /// <summary>The TIFF reader: pyramidal TIF, Aperio SVS, OME-TIFF.</summary>
    Tiff,

    /// <summary>libvips.</summary>
    Vips,

    /// <summary>The synthetic slide.</summary>
    Synthetic,

    /// <summary>OpenSlide: NDPI, MRXS, SVS with JPEG 2000, SCN, BIF, DICOM and others.</summary>
    Openslide,
}
