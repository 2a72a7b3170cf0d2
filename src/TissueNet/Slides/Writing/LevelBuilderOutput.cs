using TissueNet.Stages;

namespace TissueNet.Slides.Writing;

/// <summary>What builders of levels share.</summary>
/// <param name="Store">The file.</param>
/// <param name="Encoder">Encodes tiles.</param>
/// <param name="Pool">Memory for pixels.</param>
/// <param name="Workers">Threads.</param>
/// <param name="Progress">Told of what is done.</param>
internal sealed record LevelBuilderOutput(TileStore Store, TileEncoder Encoder, IPixelPool Pool, int Workers, ConversionProgress Progress);
