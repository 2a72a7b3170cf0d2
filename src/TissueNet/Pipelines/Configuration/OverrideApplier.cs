using TissueNet.Pipelines.Binding;
using TissueNet.Stages;

namespace TissueNet.Pipelines.Configuration;

/// <summary>Lays <c>--set</c> overrides over a file's tree, before anything is checked, so that they pass the same checks.</summary>
/// <param name="catalog">Stages and reports, plugins included.</param>
/// <param name="diagnostics">Receives overrides that hit nothing.</param>
internal sealed class OverrideApplier(StageCatalog catalog, DiagnosticBag diagnostics)
{
    private static readonly string[] Sections = ["slides", "run"];

    /// <summary>The tree with an override.</summary>
    public ConfigMap Apply(ConfigMap root, OverrideText change)
    {
        ConfigScalar target = change.Path[0];
        bool isName = string.Equals(target.Text, "name", StringComparison.Ordinal);
        if (isName ? change.Path.Count > 1 : change.Path.Count < 2)
        {
            diagnostics.Error(
                target.Position, DiagnosticCodes.BadOverride,
                isName ? "'name' has no options; expected name=text." : $"'{target.Text}' names no option; expected {target.Text}.option=value.");
            return root;
        }

        if (isName || Sections.Contains(target.Text, StringComparer.Ordinal))
        {
            return Put(root, change.Path, 0, change.Value);
        }

        return ApplyToEntry(root, "stages", typeof(StageSettings), name => catalog.FindStage(name) is not null, change)
            ?? ApplyToEntry(root, "reports", typeof(ReportSettings), name => catalog.FindReport(name) is not null, change)
            ?? Unknown(root, target);
    }

    private static ConfigMap? ApplyToEntry(ConfigMap root, string section, Type settings, Func<string, bool> isKnown, OverrideText change)
    {
        if (root.Find(section) is not { } list)
        {
            return null;
        }

        IReadOnlyList<ConfigNode> items = list.Value is ConfigList many ? many.Items : [list.Value];
        var changed = new List<ConfigNode>(items);
        for (int i = 0; i < items.Count; i++)
        {
            if (EntryConfig.Split(items[i], settings, isKnown) is { } entry && string.Equals(entry.Id, change.Path[0].Text, StringComparison.Ordinal))
            {
                bool isSetting = change.Path.Count == 2
                    && OptionProperty.Of(settings).Any(o => string.Equals(o.Name, change.Path[1].Text, StringComparison.Ordinal));
                changed[i] = isSetting
                    ? (entry with { Settings = Put(entry.Settings, change.Path, 1, change.Value) }).ToMap()
                    : (entry with { Options = Put(entry.Options as ConfigMap ?? new ConfigMap(entry.Position, []), change.Path, 1, change.Value) }).ToMap();
                return root.With(new ConfigEntry(list.Key, new ConfigList(list.Value.Position, changed)));
            }
        }

        return null;
    }

    private static ConfigMap Put(ConfigMap map, IReadOnlyList<ConfigScalar> path, int index, ConfigNode value)
    {
        ConfigScalar key = path[index];
        if (index < path.Count - 1)
        {
            ConfigMap inner = map.Find(key.Text)?.Value as ConfigMap ?? new ConfigMap(key.Position, []);
            return map.With(new ConfigEntry(map.Find(key.Text)?.Key ?? key, Put(inner, path, index + 1, value)));
        }

        return map.With(new ConfigEntry(key, value));
    }

    private ConfigMap Unknown(ConfigMap root, ConfigScalar target)
    {
        IEnumerable<string> Ids(string section, Type settings, Func<string, bool> isKnown) =>
            (root.Find(section)?.Value as ConfigList)?.Items.Select(i => EntryConfig.Split(i, settings, isKnown)?.Id).OfType<string>() ?? [];
        string[] known =
        [
            .. Ids("stages", typeof(StageSettings), name => catalog.FindStage(name) is not null),
            .. Ids("reports", typeof(ReportSettings), name => catalog.FindReport(name) is not null),
            .. Sections,
        ];
        diagnostics.Error(
            target.Position, DiagnosticCodes.UnknownTarget,
            $"The pipeline has no stage or report '{target.Text}'; expected {string.Join(", ", known)}.", Spelling.Nearest(target.Text, known));
        return root;
    }
}
