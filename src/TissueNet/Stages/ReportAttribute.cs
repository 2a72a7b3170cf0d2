namespace TissueNet.Stages;

/// <summary>Names a report for the <c>reports:</c> list of pipeline files. Options as for a stage.</summary>
/// <param name="name">snake_case name, unique among all reports.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ReportAttribute(string name) : Attribute
{
    /// <summary>The name in pipeline files.</summary>
    public string Name { get; } = name;

    /// <summary>
    /// Whether it reports on the fate of slides, that of the other reports' files included, and therefore comes after them.
    /// Default false.
    /// </summary>
    public bool IsSummary { get; init; }
}
