using TissueNet.Hosting;
using TissueNet.Pipelines;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Hosting;

public class SlideDiscoveryTests
{
    [Fact]
    public void Find_SharedStems_UsesRelativePaths()
    {
        using TemporaryFolder folder = Files("a/x.tif", "b/x.tif", "y.svs");
        Names(folder, folder.Path).ShouldBe(["a__x", "b__x", "y"]);
    }

    [Fact]
    public void Find_SharedStemInOneFolder_KeepsTheExtension()
    {
        using TemporaryFolder folder = Files("x.tif", "x.svs");
        Names(folder, folder.Path).ShouldBe(["x.svs", "x.tif"]);
    }

    [Fact]
    public void Find_SameRelativePathUnderTwoRoots_UsesThePathBelowWhatTheyShare()
    {
        using TemporaryFolder folder = Files("in/a/x.tif", "in/b/x.tif", "in/b/y.tif");
        Names(folder, folder.File("in/b"), folder.File("in/a")).ShouldBe(["a__x", "b__x", "y"], "whatever the order of the inputs");
        Names(folder, folder.File("in/a/x.tif"), folder.File("in/b/x.tif")).ShouldBe(["a__x", "b__x"]);
    }

    [Fact]
    public void Find_NamesThatEvenThenAreShared_KeepTheExtension()
    {
        using TemporaryFolder folder = Files("a/x.tif", "a__x.tif", "b/x.tif");
        Names(folder, folder.Path).ShouldBe(["a__x.tif", "a__x", "b__x"]);
    }

    [Fact]
    public void Find_NothingNamed_SaysHow() =>
        Should.Throw<SlideSelectionException>(() => SlideDiscovery.Find(new SlideSelection { Paths = [] })).Message.ShouldContain("--slides");

    [Fact]
    public void Find_NamesThatDifferByCaseOnly_AreToldApart()
    {
        using TemporaryFolder folder = Files("a/x.tif", "b/X.tif");
        Names(folder, folder.Path).ShouldBe(["a__x", "b__X"]);
    }

    [Fact]
    public void Find_Glob_SearchesFromItsFixedPart()
    {
        using TemporaryFolder folder = Files("a/1.tif", "a/2.svs", "b/3.tif");
        Names(folder, folder.File("*/*.tif")).ShouldBe(["1", "3"]);
    }

    [Fact]
    public void Find_FileNamedOutright_NeedsNoPattern()
    {
        using TemporaryFolder folder = Files("slide.unusual");
        Names(folder, folder.File("slide.unusual")).ShouldBe(["slide"]);
    }

    [Fact]
    public void Find_NotRecursive_StaysInTheFolder()
    {
        using TemporaryFolder folder = Files("1.tif", "a/2.tif");
        var selection = new SlideSelection { Paths = [folder.Path], Recursive = false };
        SlideDiscovery.Find(selection).Select(s => s.Name).ShouldBe(["1"]);
    }

    [Fact]
    public void Find_PathMissing_SaysWhatToCheck()
    {
        using TemporaryFolder folder = Files();
        Should.Throw<SlideSelectionException>(() => Names(folder, folder.File("nowhere"))).Message.ShouldContain("--slides");
    }

    [Fact]
    public void Find_NothingMatches_NamesThePatterns()
    {
        using TemporaryFolder folder = Files("notes.txt");
        Should.Throw<SlideSelectionException>(() => Names(folder, folder.Path)).Message.ShouldContain("*.svs");
    }

    [Fact]
    public void Find_PathGivenTwice_CountsOnce()
    {
        using TemporaryFolder folder = Files("1.tif");
        Names(folder, folder.Path, folder.File("1.tif")).ShouldBe(["1"]);
    }

    private static IEnumerable<string> Names(TemporaryFolder folder, params string[] paths)
    {
        Directory.Exists(folder.Path).ShouldBeTrue();
        return SlideDiscovery.Find(new SlideSelection { Paths = paths }).Select(s => s.Name);
    }

    private static TemporaryFolder Files(params string[] names)
    {
        var folder = new TemporaryFolder();
        foreach (string name in names)
        {
            string path = folder.File(name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, name);
        }

        return folder;
    }
}
