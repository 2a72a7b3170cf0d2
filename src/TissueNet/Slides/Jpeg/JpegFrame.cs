namespace TissueNet.Slides.Jpeg;

/// <summary>What a JPEG stream says about its image.</summary>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Components">1 grey, 3 colour, 4 CMYK.</param>
/// <param name="IsProgressive">Whether it is coded in many scans, each refining the ones before.</param>
internal readonly record struct JpegFrame(int Width, int Height, int Components, bool IsProgressive = false);
