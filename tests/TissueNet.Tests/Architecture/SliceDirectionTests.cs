using System.Text.RegularExpressions;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Architecture;

/// <summary>A slice uses slices above it, never below.</summary>
public partial class SliceDirectionTests
{
    private static readonly string[] Order =
        ["Stages", "Slides", "Tissue", "Regions", "Patches", "Inference", "Aggregation", "Reports", "Pipelines", "Hosting"];

    [Fact]
    public void Library_EverySource_UsesOnlySlicesAbove()
    {
        var wrong = new List<string>();
        foreach (string path in SourceFiles.Under("src/TissueNet", ".cs"))
        {
            wrong.AddRange(Violations(Slice(path), File.ReadAllText(path)).Select(used => $"{SourceFiles.Relative(path)} uses {used}"));
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Library_EveryFolder_IsASlice()
    {
        IEnumerable<string> folders = Directory.EnumerateDirectories(Repository.PathOf("src", "TissueNet"))
            .Select(folder => Path.GetFileName(folder)!)
            .Where(name => name is not ("bin" or "obj" or "Properties"));
        folders.Except(Order, StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Tissue", "using TissueNet.Regions;")]
    [InlineData("Stages", "var x = new TissueNet.Hosting.PipelineRunner();")]
    [InlineData("Slides", "using Grid = TissueNet.Regions.RegionGrid;")]
    [InlineData("Pipelines", "using TissueNet.Hosting;")]
    public void Violations_UseOfALowerSlice_IsFound(string slice, string source) => Violations(slice, source).ShouldNotBeEmpty();

    [Theory]
    [InlineData("Regions", "using TissueNet.Tissue;")]
    [InlineData("Regions", "namespace TissueNet.Regions;")]
    [InlineData("Stages", "// TissueNet.Hosting runs it")]
    [InlineData("Stages", "/// <see cref=\"TissueNet.Hosting.PipelineRunner\"/>")]
    public void Violations_UseOfAnUpperSliceOrProse_IsFine(string slice, string source) => Violations(slice, source).ShouldBeEmpty();

    private static IEnumerable<string> Violations(string slice, string source)
    {
        int own = Array.IndexOf(Order, slice);
        return Uses().Matches(Comments().Replace(source, ""))
            .Select(match => match.Groups["slice"].Value)
            .Where(used => Array.IndexOf(Order, used) > own)
            .Distinct(StringComparer.Ordinal);
    }

    private static string Slice(string path) => SourceFiles.Relative(path).Split('/')[2];

    [GeneratedRegex(@"\bTissueNet\.(?<slice>[A-Z]\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Uses();

    [GeneratedRegex(@"//[^\n]*", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Comments();
}
