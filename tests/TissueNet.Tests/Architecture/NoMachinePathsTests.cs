using System.Text.RegularExpressions;

namespace TissueNet.Tests.Architecture;

/// <summary>What is committed works elsewhere: no paths of one machine, no package sources, no silenced warnings.</summary>
public partial class NoMachinePathsTests
{
    private static readonly string[] TextFiles =
        [".cs", ".csproj", ".props", ".targets", ".md", ".yaml", ".yml", ".json", ".sh", ".config", ".txt", ".sln", ".editorconfig", "/run"];

    [Fact]
    public void Repository_EveryTextFile_NamesNoFolderOfOneMachine() => Matches(MachinePath()).ShouldBeEmpty();

    [Fact]
    public void Repository_EveryTextFile_NamesNoPackageSource() => Matches(PackageSource()).ShouldBeEmpty();

    [Fact]
    public void Sources_EveryFile_SilencesNoWarning() => Matches(Silenced()).ShouldBeEmpty();

    private static IEnumerable<string> Matches(Regex pattern)
    {
        foreach (string path in SourceFiles.Under(".", TextFiles).Where(path => !path.EndsWith(nameof(NoMachinePathsTests) + ".cs", StringComparison.Ordinal)))
        {
            foreach ((int index, string line) in File.ReadLines(path).Index())
            {
                if (pattern.IsMatch(line))
                {
                    yield return $"{SourceFiles.Relative(path)}:{index + 1}: {line.Trim()}";
                }
            }
        }
    }

    // A path that begins with a folder of a developer's machine, not one that merely has such a part.
    [GeneratedRegex(@"(?<![\w./~*-])/(work|root|home|Users)/\w|[A-Z]:\\\\?Users\\", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"api\.nuget\.org|nuget\.org/v3|registry\.npmjs|pypi\.org/simple|deb\.debian\.org|archive\.ubuntu\.com", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex PackageSource();

    [GeneratedRegex(@"^\s*#pragma warning disable|\[(assembly: |module: )?(System\.Diagnostics\.CodeAnalysis\.)?SuppressMessage\(", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Silenced();
}
