using YamlDotNet.Core;

namespace TissueNet.Pipelines.Configuration;

/// <summary>Turns the YAML parser's complaints into something a user can act on.</summary>
internal static class YamlSyntax
{
    /// <summary>Where the fault is; for a tab the tab itself, which the parser reports with what went before.</summary>
    public static SourcePosition Position(string file, string text, YamlException error)
    {
        string[] lines = text.Split('\n');
        int tab = TabLine(lines, error);
        return tab >= 0
            ? new SourcePosition(file, tab + 1, lines[tab].IndexOf('\t', StringComparison.Ordinal) + 1)
            : new SourcePosition(file, Math.Max(1, (int)error.Start.Line), Math.Max(1, (int)error.Start.Column));
    }

    /// <summary>Whether a bracket or brace lacks its end; the parser only notices somewhere below.</summary>
    public static bool IsUnclosed(YamlException error) => error.Message.Contains("did not find expected ','", StringComparison.Ordinal);

    /// <summary>What to do.</summary>
    public static string Explain(string text, YamlException error)
    {
        string[] lines = text.Split('\n');
        if (TabLine(lines, error) >= 0)
        {
            return "A tab is used for indentation; YAML wants spaces.";
        }

        string line = lines.ElementAtOrDefault(Math.Max(0, (int)error.Start.Line - 1)) ?? "";
        string hint = line.Contains("${", StringComparison.Ordinal)
            ? " Inside { } and [ ], put a value with a variable in quotes: \"${NAME}\"."
            : "";
        return $"This is not valid YAML: {error.Message.TrimEnd('.')}.{hint}";
    }

    private static int TabLine(string[] lines, YamlException error)
    {
        int from = Math.Min(lines.Length, Math.Max(0, (int)error.Start.Line - 1));
        int to = error.Message.Contains(" tab ", StringComparison.Ordinal) ? lines.Length : Math.Min(lines.Length, Math.Max(from, (int)error.End.Line));
        return Array.FindIndex(lines, from, to - from, line => line[..^line.TrimStart().Length].Contains('\t', StringComparison.Ordinal));
    }
}
