using TissueNet.Pipelines.Binding;
using TissueNet.Pipelines.Configuration;
using TissueNet.Stages;

namespace TissueNet.Pipelines.Validation;

/// <summary>Looks reports up in the catalog, reads their options and finds the stages they listen to.</summary>
/// <param name="catalog">Reports, plugins included.</param>
/// <param name="binder">Reads options.</param>
/// <param name="resolver">Reads options of entries.</param>
/// <param name="diagnostics">Receives what is wrong.</param>
internal sealed class ReportResolver(StageCatalog catalog, OptionsBinder binder, StageResolver resolver, DiagnosticBag diagnostics)
{
    /// <summary>Resolves the reports of a file, summaries last; <see cref="ReportPlan.From"/> holds positions in <paramref name="order"/>.</summary>
    public IReadOnlyList<ReportPlan> Resolve(IReadOnlyList<EntryConfig> reports, IReadOnlyList<StageNode> stages, IReadOnlyList<StageNode> order)
    {
        var plans = new List<ReportPlan>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (EntryConfig entry in reports.Where(r => !r.Name.IsUnresolved))
        {
            if (catalog.FindReport(entry.Name.Text) is not { } descriptor)
            {
                string hint = catalog.FindStage(entry.Name.Text) is null ? $"expected {string.Join(", ", catalog.Reports.Select(r => r.Name))}" : "it is a stage: put it under 'stages:'";
                diagnostics.Error(
                    entry.Position, DiagnosticCodes.UnknownReport, $"There is no report '{entry.Name.Text}'; {hint}.",
                    Spelling.Nearest(entry.Name.Text, catalog.Reports.Select(r => r.Name)));
                continue;
            }

            if (!seen.Add(descriptor.Name))
            {
                diagnostics.Error(entry.Position, DiagnosticCodes.DuplicateReport, $"The report '{descriptor.Name}' is listed twice; remove one (a 'from:' can name several stages).");
                continue;
            }

            string owner = $"report '{descriptor.Name}'";
            object? options = resolver.BindOptions(entry, descriptor.OptionsType, owner);
            var settings = (ReportSettings)binder.Bind(typeof(ReportSettings), entry.Settings, owner, entry.Position);
            StageNode[] from = [.. Sources(entry, descriptor, settings, stages)];
            plans.Add(new ReportPlan { Id = descriptor.Name, Descriptor = descriptor, Options = options, From = [.. from.Select(s => order.ToList().IndexOf(s))] });
        }

        return [.. plans.OrderBy(p => p.Descriptor.IsSummary)];
    }

    private IEnumerable<StageNode> Sources(EntryConfig entry, ReportDescriptor report, ReportSettings settings, IReadOnlyList<StageNode> stages)
    {
        ConfigEntry? from = entry.Settings.Find(StageSettings.FromKey);
        if (settings.From is not null)
        {
            if (report.Input is null)
            {
                diagnostics.Error(from!.Key.Position, DiagnosticCodes.ReportSource, $"Report '{report.Name}' receives no items: it is told when a slide is done; remove 'from'.");
                return [];
            }

            return Named(from!, report, stages);
        }

        if (report.Input is null || (from is not null && !from.Value.IsNull))
        {
            return [];
        }

        StageNode[] givers = [.. stages.Where(s => Gives(s, report.Input))];
        if (givers.Length == 0 && stages.All(s => s.Descriptor is not null))
        {
            string[] fitting = [.. catalog.Stages.Where(s => report.Input.IsAssignableFrom(s.Output)).Select(s => s.Name)];
            string remedy = fitting.Length == 0 ? "remove the report" : $"add {string.Join(" or ", fitting)}, or remove the report";
            diagnostics.Error(entry.Position, DiagnosticCodes.ReportSource, $"Report '{report.Name}' takes {report.Input.Name}, which no stage here gives; {remedy}.");
        }

        if (givers.Length > 1)
        {
            string ids = string.Join(", ", givers.Select(g => g.Id));
            diagnostics.Error(
                entry.Position, DiagnosticCodes.ReportSource,
                $"Report '{report.Name}' takes {report.Input.Name}, which several stages give ({ids}); choose by 'from:', as in '- {report.Name}: {{}}' with 'from: {givers[^1].Id}' below it.");
        }

        return givers.Take(1);
    }

    private List<StageNode> Named(ConfigEntry from, ReportDescriptor report, IReadOnlyList<StageNode> stages)
    {
        var sources = new List<StageNode>();
        foreach (ConfigScalar name in StageLinker.Names(from).DistinctBy(n => n.Text, StringComparer.Ordinal))
        {
            StageNode? stage = stages.FirstOrDefault(s => string.Equals(s.Id, name.Text, StringComparison.Ordinal));
            if (stage is null)
            {
                diagnostics.Error(
                    name.Position, DiagnosticCodes.UnknownId, $"There is no stage with the id '{name.Text}'; expected {string.Join(", ", stages.Select(s => s.Id))}.",
                    Spelling.Nearest(name.Text, stages.Select(s => s.Id)));
            }
            else if (stage.Descriptor is not null && !Gives(stage, report.Input!))
            {
                string[] givers = [.. stages.Where(s => Gives(s, report.Input!)).Select(s => s.Id)];
                string remedy = givers.Length == 0 ? "no stage here gives that" : $"read from {string.Join(" or ", givers)}";
                diagnostics.Error(
                    name.Position, DiagnosticCodes.PayloadMismatch,
                    $"Report '{report.Name}' takes {report.Input!.Name}, but '{stage.Id}' gives {stage.Descriptor.Output.Name}; {remedy}.");
            }
            else
            {
                sources.Add(stage);
            }
        }

        return sources;
    }

    private static bool Gives(StageNode stage, Type payload) => stage.Descriptor is { } descriptor && payload.IsAssignableFrom(descriptor.Output);
}
