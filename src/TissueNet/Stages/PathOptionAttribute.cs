namespace TissueNet.Stages;

/// <summary>Marks a string option as a path: it is resolved against the pipeline file's folder, and the linter checks that it exists.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PathOptionAttribute : Attribute
{
    /// <summary>Whether the file or folder has to exist when the pipeline is checked. Default true.</summary>
    public bool MustExist { get; init; } = true;
}
