namespace TissueNet.Hosting;

/// <summary>What the background service runs.</summary>
public sealed class PipelineServiceOptions
{
    /// <summary>Path of the pipeline file.</summary>
    public string Pipeline { get; set; } = "";

    /// <summary>Slides to run instead of the file's <c>slides.path</c>: folders, files or globs. Default none.</summary>
    public IList<string> Slides { get; } = [];

    /// <summary>Folder for outputs. Default <c>out</c>.</summary>
    public string OutputDirectory { get; set; } = "out";

    /// <summary>Overrides, as <c>stage.option=value</c>. Default none.</summary>
    public IList<string> Overrides { get; } = [];
}
