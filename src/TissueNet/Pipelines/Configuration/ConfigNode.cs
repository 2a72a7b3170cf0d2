namespace TissueNet.Pipelines.Configuration;

/// <summary>A node of a pipeline file's tree that knows where it stands.</summary>
/// <param name="position">Where it begins.</param>
internal abstract class ConfigNode(SourcePosition position)
{
    /// <summary>Where it begins.</summary>
    public SourcePosition Position { get; } = position;

    /// <summary>What a message calls it.</summary>
    public abstract string Kind { get; }

    /// <summary>Whether it is an empty value or <c>null</c>, which stands for the default.</summary>
    public virtual bool IsNull => false;
}
