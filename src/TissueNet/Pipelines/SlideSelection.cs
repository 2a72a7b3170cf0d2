namespace TissueNet.Pipelines;

/// <summary>Which files are slides.</summary>
internal sealed record SlideSelection
{
    /// <summary>Folders, files or globs, absolute.</summary>
    public required IReadOnlyList<string> Paths { get; init; }

    /// <summary>Name patterns of slides inside folders.</summary>
    public IReadOnlyList<string> Include { get; init; } = DefaultInclude;

    /// <summary>Whether folders are searched to the bottom. Default true.</summary>
    public bool Recursive { get; init; } = true;

    /// <summary>The default of <see cref="Include"/>.</summary>
    public static IReadOnlyList<string> DefaultInclude { get; } =
        ["*.tif", "*.tiff", "*.svs", "*.ndpi", "*.mrxs", "*.scn", "*.bif", "*.vms", "*.dcm", "*.synthetic"];
}
