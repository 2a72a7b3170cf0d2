namespace TissueNet.Pipelines.Configuration;

/// <summary>A pipeline file as written, with positions; nothing in it has been checked but its outline.</summary>
internal sealed record PipelineConfig
{
    /// <summary>Path of the file.</summary>
    public required string Path { get; init; }

    /// <summary>Where the file begins.</summary>
    public required SourcePosition Position { get; init; }

    /// <summary>The pipeline's name, if given.</summary>
    public string? Name { get; init; }

    /// <summary>The <c>slides:</c> section, if given.</summary>
    public ConfigEntry? Slides { get; init; }

    /// <summary>The <c>run:</c> section, if given.</summary>
    public ConfigEntry? Run { get; init; }

    /// <summary>The stages.</summary>
    public IReadOnlyList<EntryConfig> Stages { get; init; } = [];

    /// <summary>The reports.</summary>
    public IReadOnlyList<EntryConfig> Reports { get; init; } = [];

    /// <summary>Folder of the file, absolute.</summary>
    public string BaseDirectory => System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path)) ?? System.IO.Path.GetFullPath(Path);
}
