namespace TissueNet.Slides.Writing;

/// <summary>A conversion that has succeeded.</summary>
/// <param name="Output">The file.</param>
/// <param name="Bytes">Its size; of a DeepZoom pyramid, that of all files.</param>
/// <param name="Width">Pixels of level 0.</param>
/// <param name="Height">Pixels of level 0.</param>
/// <param name="Levels">Levels written.</param>
/// <param name="HasMpp">Whether the resolution is known.</param>
/// <param name="WasThere">Whether an earlier conversion had made it already, so that nothing was done.</param>
internal sealed record ConversionResult(string Output, long Bytes, int Width, int Height, int Levels, bool HasMpp, bool WasThere);
