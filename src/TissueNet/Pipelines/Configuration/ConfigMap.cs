namespace TissueNet.Pipelines.Configuration;

/// <summary>Keys with values, in the order of the file.</summary>
/// <param name="position">Where it begins.</param>
/// <param name="entries">The entries; no key twice.</param>
internal sealed class ConfigMap(SourcePosition position, IReadOnlyList<ConfigEntry> entries) : ConfigNode(position)
{
    /// <summary>The entries.</summary>
    public IReadOnlyList<ConfigEntry> Entries { get; } = entries;

    /// <inheritdoc/>
    public override string Kind => "a map of keys";

    /// <summary>The entry of a key; null when it is absent.</summary>
    public ConfigEntry? Find(string name) => Entries.FirstOrDefault(e => string.Equals(e.Name, name, StringComparison.Ordinal));

    /// <summary>The map with an entry added, or put in the place of the one with the same key.</summary>
    public ConfigMap With(ConfigEntry entry)
    {
        bool replaces = Find(entry.Name) is not null;
        IEnumerable<ConfigEntry> kept = Entries.Select(e => string.Equals(e.Name, entry.Name, StringComparison.Ordinal) ? entry : e);
        return new ConfigMap(Position, [.. replaces ? kept : kept.Append(entry)]);
    }
}
