namespace TissueNet.Slides;

/// <summary>The part of a slide that was scanned, in level-0 pixels.</summary>
/// <param name="X">Left edge.</param>
/// <param name="Y">Top edge.</param>
/// <param name="Width">Pixels, 1 or more.</param>
/// <param name="Height">Pixels, 1 or more.</param>
public readonly record struct SlideBounds(int X, int Y, int Width, int Height);
