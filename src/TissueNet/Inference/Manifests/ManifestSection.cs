using System.Globalization;
using YamlDotNet.RepresentationModel;

using TissueNet.Stages;

namespace TissueNet.Inference.Manifests;

/// <summary>A mapping of a manifest, read key by key: what is missing, malformed or unknown becomes a problem with its position.</summary>
internal sealed class ManifestSection
{
    private readonly YamlMappingNode node;
    private readonly string name;
    private readonly List<ManifestProblem> problems;
    private readonly HashSet<string> known = new(StringComparer.Ordinal);

    public ManifestSection(YamlMappingNode node, string name, List<ManifestProblem> problems)
    {
        this.node = node;
        this.name = name;
        this.problems = problems;
    }

    public void Report(YamlNode at, string message) =>
        problems.Add(new ManifestProblem((int)at.Start.Line, (int)at.Start.Column, message));

    public void ReportHere(string message) => Report(node, message);

    /// <summary>A key's value; null when it is absent, which is a problem if it is required.</summary>
    public YamlNode? Find(string key, bool required = false, string? remedy = null)
    {
        known.Add(key);
        if (node.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? value) && value is not YamlScalarNode { Value: null or "" })
        {
            return value;
        }

        if (required)
        {
            ReportHere($"{name} lacks '{key}'." + (remedy is null ? "" : " " + remedy));
        }

        return null;
    }

    public string? Text(string key, bool required = false, string? remedy = null) =>
        Find(key, required, remedy) is { } value ? Scalar(value, key, "a text") : null;

    public double? Number(string key, double min, double max, bool required = false, string? remedy = null) =>
        Find(key, required, remedy) is { } value ? NumberOf(value, key, min, max) : null;

    public double? NumberOf(YamlNode value, string key, double min, double max)
    {
        string expected = string.Create(CultureInfo.InvariantCulture, $"a number from {min} to {max}");
        if (Scalar(value, key, expected) is not { } text)
        {
            return null;
        }

        if (TryNumber(text, out double number) && number >= min && number <= max)
        {
            return number;
        }

        Report(value, $"'{key}' is '{text}'; expected {expected}.");
        return null;
    }

    public int? Integer(string key, int min, int max, bool required = false, string? remedy = null) =>
        Find(key, required, remedy) is { } value ? IntegerOf(value, key, min, max) : null;

    public int? IntegerOf(YamlNode value, string key, int min, int max)
    {
        if (NumberOf(value, key, min, max) is not { } number)
        {
            return null;
        }

        if (double.IsInteger(number))
        {
            return (int)number;
        }

        Report(value, string.Create(CultureInfo.InvariantCulture, $"'{key}' is {number}; expected a whole number."));
        return null;
    }

    public T? Choice<T>(string key, bool required = false)
        where T : struct, Enum
    {
        string[] names = Enum.GetNames<T>();
        string expected = string.Join(", ", names.Select(n => n.ToLowerInvariant()));
        if (Find(key, required, $"Expected one of {expected}.") is not { } value || Scalar(value, key, "one of " + expected) is not { } text)
        {
            return null;
        }

        string? found = Array.Find(names, n => string.Equals(n.ToLowerInvariant(), text, StringComparison.Ordinal));
        if (found is not null)
        {
            return Enum.Parse<T>(found);
        }

        Report(value, $"'{key}' is '{text}'; expected one of {expected}.");
        return null;
    }

    /// <summary>A list of a key; null when it is absent or not a list.</summary>
    public YamlSequenceNode? List(string key, bool required = false, string? remedy = null)
    {
        YamlNode? value = Find(key, required, remedy);
        if (value is not null and not YamlSequenceNode)
        {
            Report(value, $"'{key}' is not a list; write it as '{key}: [ … ]'.");
        }

        return value as YamlSequenceNode;
    }

    public IReadOnlyList<string>? Texts(string key, bool required = false, string? remedy = null)
    {
        YamlSequenceNode? list = List(key, required, remedy);
        return list?.Select(item => Scalar(item, key, "a text")).OfType<string>().ToArray();
    }

    /// <summary>A number per channel.</summary>
    public IReadOnlyList<double>? Channels(string key, double min, double max)
    {
        if (List(key) is not { } list)
        {
            return null;
        }

        if (list.Children.Count != 3)
        {
            Report(list, $"'{key}' has {list.Children.Count} values; expected 3, one per channel.");
            return null;
        }

        double?[] values = list.Select(item => NumberOf(item, key, min, max)).ToArray();
        return Array.TrueForAll(values, v => v.HasValue) ? Array.ConvertAll(values, v => v!.Value) : null;
    }

    public ManifestSection? Section(string key, bool required = false, string? remedy = null) =>
        Find(key, required, remedy) is { } value ? SectionOf(value, $"'{key}'") : null;

    public ManifestSection? SectionOf(YamlNode value, string called)
    {
        if (value is YamlMappingNode mapping)
        {
            return new ManifestSection(mapping, called, problems);
        }

        Report(value, $"{called} is not a section of keys and values.");
        return null;
    }

    /// <summary>Reports the keys that nobody asked for.</summary>
    public void Close()
    {
        foreach (YamlNode key in node.Children.Keys)
        {
            if (key is not YamlScalarNode { Value: { } text } || !known.Contains(text))
            {
                Report(key, $"{name} has no key '{key}'.{Spelling.DidYouMean(key.ToString(), known)} Known keys: {string.Join(", ", known.Order(StringComparer.Ordinal))}.");
            }
        }
    }

    /// <summary>Reads a number or a fraction such as <c>1/255</c>.</summary>
    internal static bool TryNumber(string text, out double number)
    {
        string[] parts = text.Split('/');
        number = 0;
        if (parts.Length > 2 || !double.TryParse(parts[0], NumberStyles.Float, CultureInfo.InvariantCulture, out number))
        {
            return false;
        }

        if (parts.Length == 2)
        {
            bool ok = double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double divisor);
            number /= divisor;
            return ok && double.IsFinite(number);
        }

        return double.IsFinite(number);
    }

    private string? Scalar(YamlNode value, string key, string expected)
    {
        if (value is YamlScalarNode { Value: { } text })
        {
            return text.Trim();
        }

        Report(value, $"'{key}' is a list or a section; expected {expected}.");
        return null;
    }
}
