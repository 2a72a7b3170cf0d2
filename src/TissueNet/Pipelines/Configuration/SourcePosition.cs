namespace TissueNet.Pipelines.Configuration;

/// <summary>A place in a pipeline file or an override.</summary>
/// <param name="File">The file, as given; <see cref="OverrideFile"/> for an override.</param>
/// <param name="Line">Line, from 1; for overrides the how-manieth <c>--set</c> it is.</param>
/// <param name="Column">Column, from 1.</param>
internal readonly record struct SourcePosition(string File, int Line, int Column)
{
    /// <summary>The file of positions in overrides.</summary>
    public const string OverrideFile = "--set";
}
