using System.Text.Json.Nodes;

namespace TissueNet.Pipelines.Documentation;

/// <summary>A report as users see it.</summary>
internal sealed record ReportDocumentation
{
    /// <summary>Name in pipeline files.</summary>
    public required string Name { get; init; }

    /// <summary>First sentence about it.</summary>
    public required string Summary { get; init; }

    /// <summary>All that is said about it.</summary>
    public required string Description { get; init; }

    /// <summary>Payload it receives; null when it is told of slides and runs only.</summary>
    public required string? Input { get; init; }

    /// <summary>Its options.</summary>
    public required IReadOnlyList<OptionDescription> Options { get; init; }

    /// <summary>Documents a report.</summary>
    public static ReportDocumentation Of(ReportDescriptor report)
    {
        string description = XmlDocumentation.Of(report.Type);
        return new ReportDocumentation
        {
            Name = report.Name,
            Summary = XmlDocumentation.FirstSentence(description),
            Description = description,
            Input = report.Input?.Name,
            Options = OptionsDescriber.Describe(report.OptionsType),
        };
    }

    /// <summary>As JSON, in the shape of a stage's.</summary>
    public JsonObject ToJson() => new()
    {
        ["name"] = Name,
        ["summary"] = Summary,
        ["input"] = Input,
        ["options"] = DocumentationJson.Options(Options),
    };
}
