namespace TissueNet.Slides;

/// <summary>Decodes a tile into memory of the cache.</summary>
/// <param name="key">Which one.</param>
/// <param name="pixels">Receives its pixels.</param>
internal delegate void TileDecode(TileKey key, Span<byte> pixels);
