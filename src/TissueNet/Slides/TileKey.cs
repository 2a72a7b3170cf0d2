namespace TissueNet.Slides;

/// <summary>A decoded tile: whose, of which level, which one, how far shrunk.</summary>
internal readonly record struct TileKey(object Owner, int Level, int Tile, int Shrink);
