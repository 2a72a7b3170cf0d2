using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace TissueNet.Inference.Manifests;

/// <summary>Reads model manifests: our YAML, and WSInfer's <c>config.json</c>. Finds all problems at once.</summary>
internal static class ModelManifestReader
{
    public static ManifestResult Read(string path)
    {
        if (path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase))
        {
            string manifest = System.IO.Path.ChangeExtension(path, ".yaml");
            return Failed(path, File.Exists(manifest)
                ? $"This is the model itself; name its manifest: '{System.IO.Path.GetFileName(manifest)}'."
                : "This is the model itself; name its manifest, a YAML that says what goes in and what comes out. models/README.md shows one.");
        }

        try
        {
            return Parse(path, File.ReadAllText(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Failed(path, $"The manifest cannot be read: {e.Message}");
        }
    }

    public static ManifestResult Parse(string path, string text)
    {
        var problems = new List<ManifestProblem>();
        ModelManifest? manifest = null;
        var parser = new Parser(new StringReader(text));
        try
        {
            // JSON is YAML, so WSInfer's file comes with positions from the same parser.
            var stream = new YamlStream();
            stream.Load(parser);
            if (stream.Documents.Count != 1 || stream.Documents[0].RootNode is not YamlMappingNode root)
            {
                return Failed(path, "Expected one document of keys and values, starting with 'name:'.");
            }

            var section = new ManifestSection(root, "The manifest", problems);
            manifest = path.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
                ? WsinferConfig.Read(path, section)
                : ReadManifest(path, section);
        }
        catch (YamlException e)
        {
            problems.Add(new ManifestProblem((int)e.Start.Line, (int)e.Start.Column, $"Not valid YAML: {e.Message}"));
        }
        catch (InvalidOperationException)
        {
            // YamlDotNet's scanner throws this, without a position, on some unclosed brackets; the last event read is the nearest place known.
            Mark near = parser.Current?.Start ?? Mark.Empty;
            problems.Add(new ManifestProblem((int)near.Line, (int)near.Column, "Not valid YAML from here on; look for a bracket or quote that is not closed."));
        }

        ManifestProblem[] sorted = [.. problems.OrderBy(p => p.Line).ThenBy(p => p.Column)];
        return new ManifestResult(path, sorted.Length == 0 ? manifest : null, sorted);
    }

    private static ModelManifest? ReadManifest(string path, ManifestSection root)
    {
        string? name = root.Text("name", required: true);
        YamlNode? modelNode = root.Find("model");
        string file = root.Text("model") ?? System.IO.Path.ChangeExtension(System.IO.Path.GetFileName(path), ".onnx");
        string modelPath = System.IO.Path.GetFullPath(file, System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!);
        if (!File.Exists(modelPath))
        {
            string message = $"The model file '{modelPath}' does not exist; 'model' is relative to the manifest.";
            if (modelNode is null)
            {
                root.ReportHere(message);
            }
            else
            {
                root.Report(modelNode, message);
            }
        }

        string? sha = root.Text("sha256")?.ToLowerInvariant();
        if (sha is not null && (sha.Length != 64 || !sha.All(char.IsAsciiHexDigitLower)))
        {
            root.Report(root.Find("sha256")!, $"'sha256' has {sha.Length} characters '{sha}'; expected 64 hexadecimal digits.");
        }

        string licence = root.Text("licence") ?? "not stated";
        string use = root.Text("intended_use") ?? "not stated";
        ModelInput? input = root.Section("input", required: true) is { } section ? InputSection.Read(section) : null;
        IReadOnlyList<ModelOutput> outputs = OutputSection.ReadAll(root);
        root.Close();
        return name is null || input is null
            ? null
            : new ModelManifest
            {
                Name = name,
                Path = path,
                ModelPath = modelPath,
                Sha256 = sha,
                Licence = licence,
                IntendedUse = use,
                Input = input,
                Outputs = outputs,
            };
    }

    private static ManifestResult Failed(string path, string message) => new(path, null, [new ManifestProblem(1, 1, message)]);
}
