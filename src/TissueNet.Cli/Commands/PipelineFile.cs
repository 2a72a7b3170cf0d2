using TissueNet.Cli.Output;
using TissueNet.Pipelines;

namespace TissueNet.Cli.Commands;

/// <summary>The pipeline file that a command was given.</summary>
internal static class PipelineFile
{
    /// <summary>Checks a file without looking at its slides.</summary>
    /// <param name="path">The file.</param>
    /// <param name="overrides">As <c>stage.option=value</c>.</param>
    public static PipelineLoadResult Check(string path, IReadOnlyList<string>? overrides = null) =>
        PipelineLoader.Load(path, overrides);

    /// <summary>Loads a file to run it, and reports everything wrong with it.</summary>
    /// <param name="terminal">Receives the diagnostics.</param>
    /// <param name="path">The file.</param>
    /// <param name="overrides">As <c>stage.option=value</c>.</param>
    /// <param name="slides">Slides to use instead of the file's; empty or null for the file's.</param>
    /// <returns>The plan; null when the file is invalid.</returns>
    public static PipelinePlan? Load(Terminal terminal, string path, string[]? overrides, string[]? slides)
    {
        PipelineLoadResult result = Check(path, overrides);
        foreach (Diagnostic diagnostic in result.Diagnostics)
        {
            terminal.Error.WriteLine(diagnostic);
        }

        return result.Plan is { } plan && slides is { Length: > 0 }
            ? plan with { Slides = plan.Slides with { Paths = [.. slides.Select(Path.GetFullPath)] } }
            : result.Plan;
    }
}
