namespace TissueNet.Pipelines;

/// <summary>A pipeline that has been checked: immutable, and ready to be built into a graph.</summary>
internal sealed record PipelinePlan
{
    /// <summary>The pipeline's name.</summary>
    public required string Name { get; init; }

    /// <summary>Path of the pipeline file.</summary>
    public required string Path { get; init; }

    /// <summary>Text of the pipeline file.</summary>
    public required string Text { get; init; }

    /// <summary>SHA-256, in hex, of what influences results: stages with their options in effect, in canonical form.</summary>
    public required string Hash { get; init; }

    /// <summary>Overrides from the command line, as <c>stage.option=value</c>.</summary>
    public IReadOnlyList<string> Overrides { get; init; } = [];

    /// <summary>Where slides come from.</summary>
    public required SlideSelection Slides { get; init; }

    /// <summary>Limits and policies.</summary>
    public required RunPlan Run { get; init; }

    /// <summary>Stages in topological order: each one's inputs come before it.</summary>
    public required IReadOnlyList<StagePlan> Stages { get; init; }

    /// <summary>Reports, in the order of the file; summaries last.</summary>
    public required IReadOnlyList<ReportPlan> Reports { get; init; }
}
