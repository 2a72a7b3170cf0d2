using System.Globalization;
using TissueNet.Stages;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace TissueNet.Slides.Synthetic;

/// <summary>What a <c>.synthetic</c> file asks for.</summary>
internal sealed record SyntheticSlideSpec
{
    private const string Keys = "width, height, seed, mpp, pen, tissue, levels";

    /// <summary>Pixels across, 1–300000.</summary>
    public required int Width { get; init; }

    /// <summary>Pixels down, 1–300000.</summary>
    public required int Height { get; init; }

    /// <summary>What makes one slide differ from another. Default 0.</summary>
    public int Seed { get; init; }

    /// <summary>Microns per pixel of level 0, 0.05–8. Default 0.5.</summary>
    public double Mpp { get; init; } = 0.5;

    /// <summary>Whether a pen mark is on the glass. Default true.</summary>
    public bool Pen { get; init; } = true;

    /// <summary>Share of the slide that is tissue, 0–0.9. Default 0.35.</summary>
    public double Tissue { get; init; } = 0.35;

    /// <summary>Levels, 1–20; null for as many as it takes to get below 512 px.</summary>
    public int? Levels { get; init; }

    /// <summary>Parses a file's text.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="text">Its content: YAML, one mapping.</param>
    /// <exception cref="SlideException">It is not such a mapping, or a value is out of range.</exception>
    public static SyntheticSlideSpec Parse(string path, string text)
    {
        var values = new Dictionary<string, YamlScalarNode>(StringComparer.Ordinal);
        foreach ((YamlNode key, YamlNode value) in Mapping(path, text).Children)
        {
            string name = (key as YamlScalarNode)?.Value ?? "";
            if (!Keys.Split(", ").Contains(name, StringComparer.Ordinal))
            {
                throw Error(path, key, $"unknown key '{name}'; expected {Keys}");
            }

            values[name] = value as YamlScalarNode ?? throw Error(path, value, $"'{name}' must be a single value");
        }

        int width = Integer("width", 1, 300_000) ?? throw Missing("width");
        int height = Integer("height", 1, 300_000) ?? throw Missing("height");
        return new SyntheticSlideSpec
        {
            Width = width,
            Height = height,
            Seed = Integer("seed", int.MinValue, int.MaxValue) ?? 0,
            Mpp = Number("mpp", 0.05, 8) ?? 0.5,
            Tissue = Portion("tissue", 0.9) ?? 0.35,
            Pen = Switch("pen") ?? true,
            Levels = Integer("levels", 1, 20),
        };

        SlideException Missing(string name) =>
            new(path, $"'{path}' has no '{name}'.", $"Add a line such as '{name}: 20000' (pixels, 1 to 300000).");

        int? Integer(string name, int low, int high) => !values.TryGetValue(name, out YamlScalarNode? node) ? null
            : int.TryParse(node.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
                && value >= low && value <= high ? value
            : throw Error(path, node, $"'{name}' is '{node.Value}'; expected a whole number from {low} to {high}");

        double? Number(string name, double low, double high) => !values.TryGetValue(name, out YamlScalarNode? node) ? null
            : double.TryParse(node.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                && value >= low && value <= high ? value
            : throw Error(path, node, FormattableString.Invariant($"'{name}' is '{node.Value}'; expected a number from {low} to {high}"));

        double? Portion(string name, double high) => !values.TryGetValue(name, out YamlScalarNode? node) ? null
            : Share.TryParse(node.Value ?? "", out Share value) && value.Value >= 0 && value.Value <= high ? value.Value
            : throw Error(path, node, FormattableString.Invariant($"'{name}' is '{node.Value}'; expected a share from 0 to {high}, such as '35 %'"));

        bool? Switch(string name) => !values.TryGetValue(name, out YamlScalarNode? node) ? null
            : bool.TryParse(node.Value, out bool value) ? value
            : throw Error(path, node, $"'{name}' is '{node.Value}'; expected true or false");
    }

    private static YamlMappingNode Mapping(string path, string text)
    {
        var yaml = new YamlStream();
        try
        {
            yaml.Load(new StringReader(text));
        }
        catch (YamlException error)
        {
            throw new SlideException(
                path,
                $"'{path}' line {error.Start.Line} is not YAML: {error.Message}",
                $"Write lines of 'key: value', with keys among {Keys}.",
                error);
        }

        return yaml.Documents.Count == 1 && yaml.Documents[0].RootNode is YamlMappingNode mapping
            ? mapping
            : throw new SlideException(path, $"'{path}' holds no mapping.", $"Write lines of 'key: value', with keys among {Keys}.");
    }

    private static SlideException Error(string path, YamlNode node, string message) =>
        new(path, $"'{path}' line {node.Start.Line}, column {node.Start.Column}: {message}.", "Correct that line of the file.");
}
