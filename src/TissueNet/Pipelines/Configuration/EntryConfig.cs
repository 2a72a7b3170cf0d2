using TissueNet.Pipelines.Binding;

namespace TissueNet.Pipelines.Configuration;

/// <summary>An entry of <c>stages:</c> or <c>reports:</c>: a name with options, and beside it the keys that the engine reads.</summary>
/// <param name="Name">The stage's or report's name, where it stands.</param>
/// <param name="Options">Its options as written; null when there are none.</param>
/// <param name="Settings">The keys beside the name.</param>
internal sealed record EntryConfig(ConfigScalar Name, ConfigNode? Options, ConfigMap Settings)
{
    /// <summary>Where the entry is named.</summary>
    public SourcePosition Position => Name.Position;

    /// <summary>Its id: what <c>id:</c> says, or its name.</summary>
    public string Id => Settings.Find(StageSettings.IdKey)?.Value is ConfigScalar { IsNull: false } id ? id.Text : Name.Text;

    /// <summary>Tells name and settings apart; null when there is no name.</summary>
    /// <param name="item">An item of the list.</param>
    /// <param name="settings">The record of the keys that the engine reads.</param>
    /// <param name="isKnown">Whether a stage or report has this name.</param>
    public static EntryConfig? Split(ConfigNode item, Type settings, Func<string, bool> isKnown)
    {
        if (item is ConfigScalar { IsNull: false } bare)
        {
            return new EntryConfig(bare, null, new ConfigMap(bare.Position, []));
        }

        // A known name wins over the first key, so that a misspelt setting is not taken for the stage.
        var engineKeys = OptionProperty.Of(settings).Select(o => o.Name).ToHashSet(StringComparer.Ordinal);
        ConfigEntry[] candidates = [.. (item as ConfigMap)?.Entries.Where(e => !engineKeys.Contains(e.Name)) ?? []];
        ConfigEntry? named = candidates.FirstOrDefault(e => isKnown(e.Name)) ?? candidates.FirstOrDefault();
        return named is null
            ? null
            : new EntryConfig(named.Key, named.Value, new ConfigMap(item.Position, [.. ((ConfigMap)item).Entries.Where(e => e != named)]));
    }

    /// <summary>The entry as a map again.</summary>
    public ConfigMap ToMap() =>
        new(Settings.Position, [new ConfigEntry(Name, Options ?? new ConfigScalar(Position, "", isPlain: true)), .. Settings.Entries]);
}
