namespace TissueNet.Pipelines.Configuration;

/// <summary>A list of values.</summary>
/// <param name="position">Where it begins.</param>
/// <param name="items">Its items.</param>
internal sealed class ConfigList(SourcePosition position, IReadOnlyList<ConfigNode> items) : ConfigNode(position)
{
    /// <summary>Its items.</summary>
    public IReadOnlyList<ConfigNode> Items { get; } = items;

    /// <inheritdoc/>
    public override string Kind => "a list";
}
