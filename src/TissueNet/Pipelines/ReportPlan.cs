namespace TissueNet.Pipelines;

/// <summary>One report of a plan.</summary>
internal sealed record ReportPlan
{
    /// <summary>Its name in the catalog, which is also its id.</summary>
    public required string Id { get; init; }

    /// <summary>The report's class and the payload it receives, if any.</summary>
    public required ReportDescriptor Descriptor { get; init; }

    /// <summary>The checked options record; null for a report without options.</summary>
    public object? Options { get; init; }

    /// <summary>Positions of the stages whose items it receives; empty when it receives none.</summary>
    public IReadOnlyList<int> From { get; init; } = [];
}
