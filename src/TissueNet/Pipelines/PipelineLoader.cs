using TissueNet.Pipelines.Configuration;
using TissueNet.Pipelines.Validation;

namespace TissueNet.Pipelines;

/// <summary>From a pipeline file to a plan, or to everything that is wrong with it. Never throws for what a file holds.</summary>
internal static class PipelineLoader
{
    /// <summary>Loads a file.</summary>
    /// <param name="path">Path of the file; diagnostics name it as given.</param>
    /// <param name="overrides">Texts of <c>--set</c>: <c>stage.option=value</c>.</param>
    /// <param name="catalog">Stages and reports; <see cref="StageCatalog.BuiltIn"/> unless tested.</param>
    /// <param name="environment">Looks up environment variables; null for those of the process.</param>
    public static PipelineLoadResult Load(
        string path, IReadOnlyList<string>? overrides = null, StageCatalog? catalog = null, Func<string, string?>? environment = null)
    {
        var diagnostics = new DiagnosticBag();
        return PipelineText.Read(path, diagnostics) is { } text
            ? LoadText(text, path, overrides, catalog, environment)
            : new PipelineLoadResult(null, diagnostics.Sorted);
    }

    /// <summary>Loads a text as if it were a file.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">Where the file would be; relative paths start from its folder.</param>
    /// <param name="overrides">As for <see cref="Load"/>.</param>
    /// <param name="catalog">As for <see cref="Load"/>.</param>
    /// <param name="environment">As for <see cref="Load"/>.</param>
    public static PipelineLoadResult LoadText(
        string text, string path, IReadOnlyList<string>? overrides = null, StageCatalog? catalog = null, Func<string, string?>? environment = null)
    {
        var diagnostics = new DiagnosticBag();
        PipelinePlan? plan = null;
        if (PipelineText.IsText(text, path, diagnostics))
        {
            var interpolation = new Interpolation(environment ?? Environment.GetEnvironmentVariable, diagnostics);
            ConfigNode? root = new YamlTreeReader(path, interpolation, diagnostics).Read(text);
            if (root is ConfigMap map)
            {
                plan = Plan(map, text, path, overrides ?? [], catalog ?? StageCatalog.BuiltIn, interpolation, diagnostics);
            }
            else if (!diagnostics.HasErrors)
            {
                bool isEmpty = root is null || root.IsNull;
                diagnostics.Error(
                    root?.Position ?? new SourcePosition(path, 1, 1), isEmpty ? DiagnosticCodes.EmptyFile : DiagnosticCodes.WrongType,
                    $"The file {(isEmpty ? "is empty" : $"holds {root!.Kind}")}; expected a pipeline: a map with name, slides, run, stages and reports.");
            }
        }

        return new PipelineLoadResult(diagnostics.HasErrors ? null : plan, diagnostics.Sorted);
    }

    private static PipelinePlan? Plan(
        ConfigMap root, string text, string path, IReadOnlyList<string> overrides, StageCatalog catalog, Interpolation interpolation, DiagnosticBag diagnostics)
    {
        var reader = new PipelineConfigReader(path, diagnostics);
        string folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? path;
        catalog = new PluginLoader(folder, diagnostics).Load(catalog, reader.ReadPlugins(root));
        var applier = new OverrideApplier(catalog, diagnostics);
        for (int i = 0; i < overrides.Count; i++)
        {
            if (OverrideText.Parse(overrides[i], i + 1, interpolation, diagnostics) is { } change)
            {
                root = applier.Apply(root, change);
            }
        }

        return new PipelineValidator(catalog, diagnostics).Validate(reader.Read(root, catalog), text, overrides);
    }
}
