using TissueNet.Pipelines.Binding;

namespace TissueNet.Pipelines.Configuration;

/// <summary>Reads the outline of a pipeline file: which sections, stages and reports there are.</summary>
/// <param name="path">Path of the file.</param>
/// <param name="diagnostics">Receives what is wrong.</param>
internal sealed class PipelineConfigReader(string path, DiagnosticBag diagnostics)
{
    private static readonly string[] Keys = ["name", "slides", "run", "plugins", "stages", "reports"];

    /// <summary>The entries of <c>plugins:</c>; what is wrong with the section is reported.</summary>
    public IReadOnlyList<ConfigScalar> ReadPlugins(ConfigMap root)
    {
        var plugins = new List<ConfigScalar>();
        foreach (ConfigNode item in Items(root, "plugins", "paths of DLLs"))
        {
            if (item is ConfigScalar { IsNull: false } plugin && (plugin.IsUnresolved || plugin.Text.Trim().Length > 0))
            {
                plugins.Add(plugin);
            }
            else
            {
                diagnostics.Error(item.Position, DiagnosticCodes.WrongType, $"A plugin is {(item.IsNull ? "empty" : item.Kind)}; expected the path of a DLL.");
            }
        }

        return plugins;
    }

    /// <summary>Reads the outline.</summary>
    /// <param name="root">The file's tree.</param>
    /// <param name="catalog">Stages and reports, plugins included.</param>
    public PipelineConfig Read(ConfigMap root, StageCatalog catalog)
    {
        var misspelt = new HashSet<string?>(StringComparer.Ordinal);
        foreach (ConfigEntry entry in root.Entries.Where(e => !Keys.Contains(e.Name, StringComparer.Ordinal)))
        {
            misspelt.Add(UnknownKeys.Report(diagnostics, entry.Key, "a pipeline", Keys, root, Misplaced(entry.Name, catalog)));
        }

        ConfigEntry? stages = root.Find("stages");
        IReadOnlyList<ConfigNode> stageItems = Items(root, "stages", "stages");
        if (!misspelt.Contains("stages") && (stages is null || stages.Value.IsNull || stages.Value is ConfigList { Items.Count: 0 }))
        {
            diagnostics.Error(
                stages?.Key.Position ?? root.Position, DiagnosticCodes.MissingKey,
                "A pipeline needs 'stages': a list that begins with a stage that takes slides' files, such as '- open_slide: {}'.");
        }

        return new PipelineConfig
        {
            Path = path,
            Position = root.Position,
            Name = Text(root.Find("name")),
            Slides = Section(root.Find("slides")),
            Run = Section(root.Find("run")),
            Stages = Entries(stageItems, "stage", typeof(StageSettings), name => catalog.FindStage(name) is not null),
            Reports = Entries(Items(root, "reports", "reports"), "report", typeof(ReportSettings), name => catalog.FindReport(name) is not null),
        };
    }

    private List<EntryConfig> Entries(IReadOnlyList<ConfigNode> items, string kind, Type settings, Func<string, bool> isKnown)
    {
        var entries = new List<EntryConfig>();
        foreach (ConfigNode item in items)
        {
            if (EntryConfig.Split(item, settings, isKnown) is { } entry)
            {
                entries.Add(entry);
            }
            else if (item is not ConfigScalar { IsUnresolved: true })
            {
                string found = item is ConfigMap ? "only has keys that the engine reads" : $"is {(item.IsNull ? "empty" : item.Kind)}";
                diagnostics.Error(
                    item.Position, item is ConfigMap ? DiagnosticCodes.MissingKey : DiagnosticCodes.WrongType,
                    $"This {kind} {found}; expected its name, alone or with options: 'name: {{ option: value }}'.");
            }
        }

        return entries;
    }

    private IReadOnlyList<ConfigNode> Items(ConfigMap root, string key, string what)
    {
        switch (root.Find(key)?.Value)
        {
            case null or { IsNull: true }:
                return [];
            case ConfigList list:
                return list.Items;
            case ConfigScalar one:
                return [one];
            case var other:
                diagnostics.Error(other.Position, DiagnosticCodes.WrongType, $"'{key}' is {other.Kind}; expected a list of {what}: put '- ' before each.");
                return [];
        }
    }

    private ConfigEntry? Section(ConfigEntry? entry)
    {
        if (entry is null || entry.Value is ConfigMap || entry.Value.IsNull)
        {
            return entry;
        }

        diagnostics.Error(entry.Value.Position, DiagnosticCodes.WrongType, $"'{entry.Name}' is {entry.Value.Kind}; expected a map of keys below it.");
        return null;
    }

    private string? Text(ConfigEntry? entry)
    {
        if (entry?.Value is ConfigList or ConfigMap)
        {
            diagnostics.Error(entry.Value.Position, DiagnosticCodes.WrongType, $"'{entry.Name}' is {entry.Value.Kind}; expected a text.");
        }

        return entry?.Value is ConfigScalar { IsNull: false } text ? text.Text : null;
    }

    private static string? Misplaced(string key, StageCatalog catalog)
    {
        bool In(Type record) => OptionProperty.Of(record).Any(o => string.Equals(o.Name, key, StringComparison.Ordinal));
        return In(typeof(RunPlan)) ? $"'{key}' belongs under 'run:'."
            : In(typeof(SlidesSection)) ? $"'{key}' belongs under 'slides:'."
            : In(typeof(ErrorPolicy)) ? $"'{key}' belongs under 'run: on_error:'."
            : catalog.FindStage(key) is not null ? $"'{key}' is a stage: write '- {key}:' under 'stages:'."
            : catalog.FindReport(key) is not null ? $"'{key}' is a report: write '- {key}' under 'reports:'."
            : null;
    }
}
