namespace TissueNet.Slides.Writing;

/// <summary>Levels that are made of one level of the source.</summary>
/// <param name="SourceLevel">Index of that level.</param>
/// <param name="FirstPage">Index of its page.</param>
/// <param name="Levels">The level itself, in tiles of the size to write, and those made of it.</param>
/// <param name="StoresBase">Whether its own tiles are written too.</param>
internal sealed record ConversionRun(int SourceLevel, int FirstPage, IReadOnlyList<PlannedLevel> Levels, bool StoresBase);
