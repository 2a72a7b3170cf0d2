using TissueNet.Tests.Architecture;

namespace TissueNet.Tests.Readme;

/// <summary>The fenced blocks of the repository's documents.</summary>
internal static class MarkdownSnippets
{
    /// <summary>Blocks of a language, each with the document and the line on which it begins.</summary>
    public static IEnumerable<(string Document, int Line, string Text)> Of(string language)
    {
        foreach (string path in SourceFiles.Under(".", ".md"))
        {
            string[] lines = File.ReadAllLines(path);
            for (int i = 0; i < lines.Length; i++)
            {
                if (lines[i].Trim() == "```" + language)
                {
                    int end = Array.FindIndex(lines, i + 1, line => line.Trim() == "```");
                    end.ShouldBeGreaterThan(i, $"{SourceFiles.Relative(path)}:{i + 1}: the block does not end");
                    yield return (SourceFiles.Relative(path), i + 2, string.Join('\n', lines[(i + 1)..end]));
                    i = end;
                }
            }
        }
    }
}
