namespace TissueNet.Slides;

/// <summary>Decodes a tile into memory of the cache.</summary>
/// <typeparam name="TState">Of the state.</typeparam>
/// <param name="state">What the caller of the cache handed over, so that no call needs a closure.</param>
/// <param name="key">Which one.</param>
/// <param name="pixels">Receives its pixels.</param>
internal delegate void TileDecode<in TState>(TState state, TileKey key, Span<byte> pixels);
