namespace TissueNet.Slides;

/// <summary>One level of a slide's pyramid.</summary>
/// <param name="Index">0 for the largest.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Downsample">Ratio of level 0 to this level; a power of two by index where the file halves with rounding (2 for 1483 of 2967).</param>
/// <param name="TileWidth">Width of a stored tile; the level's width when it is not tiled.</param>
/// <param name="TileHeight">Height of a stored tile, or of a strip.</param>
/// <param name="Codec">How pixels are stored: <c>jpeg</c>, <c>lzw</c>, <c>deflate</c>, <c>none</c>, <c>procedural</c>, …</param>
public sealed record SlideLevel(int Index, int Width, int Height, double Downsample, int TileWidth, int TileHeight, string Codec);
