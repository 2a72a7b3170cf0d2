namespace TissueNet.Pipelines.Configuration;

/// <summary>The keys beside a report's name.</summary>
internal sealed record ReportSettings
{
    /// <summary>Ids of the stages whose items it receives. Default: the only stage that gives what it takes.</summary>
    public IReadOnlyList<string>? From { get; init; }
}
