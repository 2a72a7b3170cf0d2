using System.Reflection;
using TissueNet.Stages;

namespace TissueNet.Pipelines;

/// <summary>The stages and reports that pipelines may use.</summary>
internal sealed class StageCatalog
{
    private static readonly Lazy<StageCatalog> Own = new(() => new StageCatalog([typeof(StageCatalog).Assembly]));
    private readonly Dictionary<string, StageDescriptor> stages;
    private readonly Dictionary<string, ReportDescriptor> reports;

    /// <summary>Finds the stages and reports of assemblies.</summary>
    /// <param name="assemblies">The assemblies.</param>
    /// <exception cref="StageException">A class cannot be used, or two share a name; the message lists all of them.</exception>
    public StageCatalog(IEnumerable<Assembly> assemblies)
        : this(new StageScan(assemblies.SelectMany(a => a.GetTypes())))
    {
    }

    private StageCatalog(StageScan scan)
        : this(scan.Stages, scan.Reports, scan.Problems)
    {
    }

    private StageCatalog(IEnumerable<StageDescriptor> stages, IEnumerable<ReportDescriptor> reports, IReadOnlyList<string> problems)
    {
        var all = stages.ToLookup(s => s.Name, StringComparer.Ordinal);
        var allReports = reports.ToLookup(r => r.Name, StringComparer.Ordinal);
        string[] wrong =
        [
            .. problems,
            .. all.Where(s => s.Count() > 1).Select(s => Twice("stage", s.Key, s.Select(d => d.Type))),
            .. allReports.Where(r => r.Count() > 1).Select(r => Twice("report", r.Key, r.Select(d => d.Type))),
        ];
        if (wrong.Length > 0)
        {
            throw new StageException(string.Join(Environment.NewLine, wrong), "Correct the classes named.");
        }

        this.stages = all.ToDictionary(s => s.Key, s => s.First(), StringComparer.Ordinal);
        this.reports = allReports.ToDictionary(r => r.Key, r => r.First(), StringComparer.Ordinal);
    }

    /// <summary>The stages that come with the engine.</summary>
    /// <exception cref="StageException">As for the constructor.</exception>
    public static StageCatalog BuiltIn => Own.Value;

    /// <summary>All stages, by name.</summary>
    public IReadOnlyList<StageDescriptor> Stages => [.. stages.Values.OrderBy(s => s.Name, StringComparer.Ordinal)];

    /// <summary>All reports, by name.</summary>
    public IReadOnlyList<ReportDescriptor> Reports => [.. reports.Values.OrderBy(r => r.Name, StringComparer.Ordinal)];

    /// <summary>A catalog of given types alone.</summary>
    /// <exception cref="StageException">As for the constructor.</exception>
    public static StageCatalog FromTypes(IEnumerable<Type> types) => new(new StageScan(types));

    /// <summary>A stage by its name; null when there is none.</summary>
    public StageDescriptor? FindStage(string name) => stages.GetValueOrDefault(name);

    /// <summary>A report by its name; null when there is none.</summary>
    public ReportDescriptor? FindReport(string name) => reports.GetValueOrDefault(name);

    /// <summary>This catalog with what a scan found; both stay as they are.</summary>
    /// <exception cref="StageException">As for the constructor.</exception>
    public StageCatalog With(StageScan scan) =>
        new(stages.Values.Concat(scan.Stages), reports.Values.Concat(scan.Reports), scan.Problems);

    private static string Twice(string kind, string name, IEnumerable<Type> types) =>
        $"The {kind} name '{name}' is taken by {string.Join(" and by ", types.Select(t => $"{t.FullName} ({t.Assembly.GetName().Name})"))}.";
}
