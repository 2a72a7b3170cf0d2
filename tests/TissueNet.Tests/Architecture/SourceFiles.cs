using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Architecture;

/// <summary>The repository's own files, without what is built or written by runs.</summary>
internal static class SourceFiles
{
    private static readonly string[] Built =
        ["bin", "obj", "out", ".git", "TestResults", "BenchmarkDotNet.Artifacts", ".vs", ".idea", ".vscode"];

    /// <summary>Files under a folder of the repository whose names end in one of the given ways.</summary>
    public static IReadOnlyList<string> Under(string folder, params string[] endings)
    {
        var found = new List<string>();
        var folders = new Stack<string>([Repository.PathOf(folder)]);
        while (folders.TryPop(out string? next))
        {
            found.AddRange(Directory.EnumerateFiles(next)
                .Where(path => endings.Length == 0 || Array.Exists(endings, ending => path.EndsWith(ending, StringComparison.Ordinal))));
            foreach (string inner in Directory.EnumerateDirectories(next))
            {
                if (!Built.Contains(Path.GetFileName(inner), StringComparer.Ordinal))
                {
                    folders.Push(inner);
                }
            }
        }

        found.Count.ShouldBeGreaterThan(0, $"no files found under '{folder}'");
        found.Sort(StringComparer.Ordinal);
        return found;
    }

    /// <summary>A path as the repository names it.</summary>
    public static string Relative(string path) => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/');
}
