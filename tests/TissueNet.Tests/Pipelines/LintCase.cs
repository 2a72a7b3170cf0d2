using TissueNet.Pipelines;
using YamlDotNet.RepresentationModel;

namespace TissueNet.Tests.Pipelines;

/// <summary>A case of <c>Cases/yaml</c>: a pipeline and the diagnostics it must give, all of them, in order.</summary>
internal sealed record LintCase(string Name, string Pipeline, IReadOnlyList<string> Overrides, IReadOnlyDictionary<string, string> Environment, IReadOnlyList<LintCase.Expected> Expect)
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Cases", "yaml");

    public static IEnumerable<string> Names => Directory.EnumerateDirectories(Folder).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal);

    public string PipelinePath => Path.Combine(Folder, Name, "pipeline.yaml");

    public static LintCase Read(string name)
    {
        var yaml = new YamlStream();
        using var text = new StringReader(File.ReadAllText(Path.Combine(Folder, name, "case.yaml")));
        yaml.Load(text);
        var root = (YamlMappingNode)yaml.Documents[0].RootNode;
        return new LintCase(
            name, Text(root, "pipeline")!,
            [.. Items(root, "set").Select(i => i.ToString())],
            root.Children.TryGetValue("environment", out YamlNode? variables)
                ? ((YamlMappingNode)variables).Children.ToDictionary(v => v.Key.ToString(), v => v.Value.ToString(), StringComparer.Ordinal)
                : new Dictionary<string, string>(StringComparer.Ordinal),
            [.. Items(root, "expect").Cast<YamlMappingNode>().Select(ReadExpected)]);
    }

    private static Expected ReadExpected(YamlMappingNode node)
    {
        string[] unknown = [.. node.Children.Keys.Select(k => k.ToString()).Except(["at", "severity", "code", "says", "suggestion"], StringComparer.Ordinal)];
        unknown.ShouldBeEmpty();
        string[] at = Text(node, "at")!.Split(' ');
        string[] place = at[^1].Split(':');
        return new Expected(
            at.Length > 1 ? at[0] : null, int.Parse(place[0]), int.Parse(place[1]), Text(node, "severity") ?? "error",
            Text(node, "code")!, Text(node, "says"), Text(node, "suggestion"));
    }

    private static IEnumerable<YamlNode> Items(YamlMappingNode map, string key) =>
        map.Children.TryGetValue(key, out YamlNode? list) ? ((YamlSequenceNode)list).Children : [];

    private static string? Text(YamlMappingNode map, string key) => map.Children.TryGetValue(key, out YamlNode? value) ? value.ToString() : null;

    internal sealed record Expected(string? File, int Line, int Column, string Severity, string Code, string? Says, string? Suggestion)
    {
        public bool Fits(Diagnostic found, string pipelinePath) =>
            found.File == (File ?? pipelinePath) && found.Line == Line && found.Column == Column && found.Severity == Severity && found.Code == Code
            && (Says is null || found.Message.Contains(Says, StringComparison.Ordinal))
            && found.Suggestion == Suggestion;
    }
}
