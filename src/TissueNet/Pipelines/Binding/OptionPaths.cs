using TissueNet.Pipelines.Configuration;
using TissueNet.Stages;

namespace TissueNet.Pipelines.Binding;

/// <summary>Paths in options, and options' places in the file.</summary>
/// <param name="baseDirectory">Folder of the pipeline file.</param>
/// <param name="diagnostics">Receives paths that lead nowhere.</param>
internal sealed class OptionPaths(string baseDirectory, DiagnosticBag diagnostics)
{
    /// <summary>The absolute path of an option's value; null, with a diagnostic, when it must exist and does not.</summary>
    public string? Resolve(OptionProperty option, ConfigScalar scalar)
    {
        if (scalar.Text.Trim().Length == 0 || scalar.Text.Contains('\0', StringComparison.Ordinal))
        {
            diagnostics.Error(scalar.Position, DiagnosticCodes.WrongType, $"'{option.Name}' is '{scalar.Text}'; expected a path.");
            return null;
        }

        string path = Absolute(scalar.Text);
        if (option.Path!.MustExist && !File.Exists(path) && !Directory.Exists(path))
        {
            diagnostics.Error(
                scalar.Position, DiagnosticCodes.PathNotFound,
                $"'{option.Name}' is '{scalar.Text}', but '{path}' does not exist; paths are relative to the pipeline file's folder.", Nearest(scalar.Text, path));
            return null;
        }

        return path;
    }

    /// <summary>A path made absolute.</summary>
    public string Absolute(string path) => Path.GetFullPath(path, baseDirectory);

    /// <summary>Where an option stands in the file; null when it is not there.</summary>
    /// <param name="map">The options given.</param>
    /// <param name="option">Property name as in C#; dots lead into nested records.</param>
    public static SourcePosition? Place(ConfigMap? map, string option)
    {
        SourcePosition? place = null;
        ConfigNode? node = map;
        foreach (string name in option.Split('.'))
        {
            if ((node as ConfigMap)?.Find(Spelling.SnakeCase(name)) is not { } entry)
            {
                break;
            }

            node = entry.Value;
            place = node is ConfigScalar ? node.Position : entry.Key.Position;
        }

        return place;
    }

    private static string? Nearest(string written, string path)
    {
        string? folder = Path.GetDirectoryName(path);
        if (!Directory.Exists(folder))
        {
            return null;
        }

        string? near = Spelling.Nearest(Path.GetFileName(path), Directory.EnumerateFileSystemEntries(folder).Take(1000).Select(p => Path.GetFileName(p)!));
        return near is null ? null : written[..^Path.GetFileName(written).Length] + near;
    }
}
