namespace TissueNet.Reports;

/// <summary>What is needed to know which run made an output, and to repeat it.</summary>
public sealed record RunManifest
{
    /// <summary>The pipeline's name.</summary>
    public required string PipelineName { get; init; }

    /// <summary>Path of the pipeline file.</summary>
    public required string PipelinePath { get; init; }

    /// <summary>Text of the pipeline file.</summary>
    public required string PipelineText { get; init; }

    /// <summary>SHA-256, in hex, of what influences results.</summary>
    public required string PipelineHash { get; init; }

    /// <summary>Overrides from the command line, as <c>stage.option=value</c>.</summary>
    public IReadOnlyList<string> Overrides { get; init; } = [];

    /// <summary>Versions of the software, by name.</summary>
    public IReadOnlyDictionary<string, string> Versions { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The machine: processors, memory, operating system, by name.</summary>
    public IReadOnlyDictionary<string, string> Machine { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Models used.</summary>
    public IReadOnlyList<ModelFile> Models { get; init; } = [];
}
