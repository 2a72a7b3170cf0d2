using TissueNet.Pipelines.Binding;
using TissueNet.Pipelines.Configuration;
using TissueNet.Stages;

namespace TissueNet.Pipelines.Validation;

/// <summary>Looks stages up in the catalog and reads their options and settings.</summary>
/// <param name="catalog">Stages, plugins included.</param>
/// <param name="binder">Reads options.</param>
/// <param name="diagnostics">Receives what is wrong.</param>
internal sealed class StageResolver(StageCatalog catalog, OptionsBinder binder, DiagnosticBag diagnostics)
{
    /// <summary>Resolves the stages of a file.</summary>
    public IReadOnlyList<StageNode> Resolve(IReadOnlyList<EntryConfig> stages)
    {
        StageNode[] nodes = [.. stages.Where(s => !s.Name.IsUnresolved).Select(Resolve)];
        var byId = new Dictionary<string, StageNode>(StringComparer.Ordinal);
        foreach (StageNode node in nodes)
        {
            CheckId(node, byId);
        }

        return nodes;
    }

    private StageNode Resolve(EntryConfig entry)
    {
        StageDescriptor? descriptor = catalog.FindStage(entry.Name.Text);
        string owner = $"stage '{entry.Id}'";
        if (descriptor is null)
        {
            string hint = catalog.FindReport(entry.Name.Text) is null ? "'tissuenet stages' lists them" : "it is a report: put it under 'reports:'";
            diagnostics.Error(
                entry.Position, DiagnosticCodes.UnknownStage, $"There is no stage '{entry.Name.Text}'; {hint}.",
                Spelling.Nearest(entry.Name.Text, catalog.Stages.Select(s => s.Name)));
        }

        var node = new StageNode(entry)
        {
            Descriptor = descriptor,
            Options = descriptor is null ? null : BindOptions(entry, descriptor.OptionsType, owner),
            Settings = (StageSettings)binder.Bind(typeof(StageSettings), KnownSettings(entry, descriptor), owner, entry.Position),
        };
        if (descriptor is not null)
        {
            CheckSettings(node, descriptor);
        }

        return node;
    }

    /// <summary>Reads the options of a stage or report.</summary>
    public object? BindOptions(EntryConfig entry, Type? type, string owner)
    {
        if (entry.Options is not (null or { IsNull: true } or ConfigMap))
        {
            diagnostics.Error(
                entry.Options.Position, DiagnosticCodes.WrongType,
                $"The options of {owner} are {entry.Options.Kind}; expected a map: '{entry.Name.Text}: {{ option: value }}'.");
            return type is null ? null : Activator.CreateInstance(type);
        }

        var map = entry.Options as ConfigMap;
        if (type is not null)
        {
            return binder.Bind(type, map, owner, entry.Position);
        }

        foreach (ConfigEntry option in map?.Entries ?? [])
        {
            UnknownKeys.Report(diagnostics, option.Key, owner, [], map!);
        }

        return null;
    }

    private ConfigMap KnownSettings(EntryConfig entry, StageDescriptor? descriptor)
    {
        string[] known = [.. OptionProperty.Of(typeof(StageSettings)).Select(o => o.Name)];
        var kept = new List<ConfigEntry>();
        foreach (ConfigEntry setting in entry.Settings.Entries)
        {
            if (known.Contains(setting.Name, StringComparer.Ordinal))
            {
                kept.Add(setting);
                continue;
            }

            bool isOption = descriptor?.OptionsType is { } type && OptionProperty.Of(type).Any(o => string.Equals(o.Name, setting.Name, StringComparison.Ordinal));
            string? hint = isOption ? $"'{setting.Name}' is an option of {entry.Name.Text}: indent it below '{entry.Name.Text}:'."
                : catalog.FindStage(setting.Name) is not null ? $"'{setting.Name}' is a stage: put '- ' before it."
                : null;
            UnknownKeys.Report(diagnostics, setting.Key, $"stage '{entry.Id}'", known, entry.Settings, hint);
        }

        return new ConfigMap(entry.Settings.Position, kept);
    }

    private void CheckSettings(StageNode node, StageDescriptor descriptor)
    {
        if (node.Settings.Parallel > descriptor.MaxParallel && node.Setting("parallel") is { } parallel)
        {
            diagnostics.Error(
                parallel.Value.Position, DiagnosticCodes.ParallelLimit,
                $"'parallel' is {node.Settings.Parallel}, but {descriptor.Name} bears {descriptor.MaxParallel} at most; use {descriptor.MaxParallel} or less.");
        }

        foreach (ConfigEntry setting in new[] { node.Setting("batch"), node.Setting("max_wait") }.OfType<ConfigEntry>())
        {
            if (!descriptor.IsBatch && !setting.Value.IsNull)
            {
                diagnostics.Error(
                    setting.Key.Position, DiagnosticCodes.NotBatched,
                    $"'{setting.Name}' is for stages that take batches, but {descriptor.Name} takes one {descriptor.Input.Name} at a time; remove it.");
            }
        }
    }

    private void CheckId(StageNode node, Dictionary<string, StageNode> byId)
    {
        SourcePosition at = node.Setting(StageSettings.IdKey)?.Value.Position ?? node.Config.Position;
        if (node.Descriptor is null && node.Setting(StageSettings.IdKey) is null)
        {
            byId.TryAdd(node.Id, node); // an unknown name was reported; as an id it is not at fault
        }
        else if (StageIds.Reserved.Contains(node.Id, StringComparer.Ordinal) || !StageIds.IsValid(node.Id))
        {
            diagnostics.Error(
                at, DiagnosticCodes.BadId,
                $"The id '{node.Id}' cannot be used; expected a letter followed by letters, digits, '_' or '-', and none of {string.Join(", ", StageIds.Reserved)}.");
        }
        else if (!byId.TryAdd(node.Id, node))
        {
            diagnostics.Error(
                at, DiagnosticCodes.DuplicateId,
                $"The id '{node.Id}' is taken by the stage in line {byId[node.Id].Config.Position.Line}; give one of them another by 'id:'.");
        }
    }
}
