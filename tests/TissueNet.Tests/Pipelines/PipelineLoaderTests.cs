using System.Text;
using TissueNet.Pipelines;
using TissueNet.Tests.Pipelines.Fakes;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Pipelines;

public class PipelineLoaderTests
{
    [Fact]
    public void Load_MissingFile_SaysSoAndNamesTheNearestOne()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("tissue.yaml"), "");
        Diagnostic found = LoadOne(folder.File("tisue.yaml"));
        found.Code.ShouldBe("file_not_found");
        found.Suggestion.ShouldBe(folder.File("tissue.yaml"));
    }

    [Fact]
    public void Load_Folder_SaysSo()
    {
        using var folder = new TemporaryFolder();
        LoadOne(folder.Path).Message.ShouldContain("is a folder");
    }

    [Fact]
    public void Load_EmptyFile_SaysSo()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("p.yaml"), "");
        LoadOne(folder.File("p.yaml")).Code.ShouldBe("empty_file");
    }

    [Fact]
    public void Load_ZeroBytesInside_SaysWhereItIsNoText()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("p.yaml"), [.. "name: x\nab"u8, 0, 1, 2]);
        LoadOne(folder.File("p.yaml")).ShouldSatisfyAllConditions(d => d.Code.ShouldBe("not_text"), d => (d.Line, d.Column).ShouldBe((2, 3)));
    }

    [Fact]
    public void Load_Latin1File_SaysWhereAndToSaveAsUtf8()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("p.yaml"), Encoding.Latin1.GetBytes("stages:\n  - open_slide # grö\n"));
        Diagnostic found = LoadOne(folder.File("p.yaml"));
        found.Code.ShouldBe("not_text");
        (found.Line, found.Column).ShouldBe((2, 20));
        found.Message.ShouldContain("save it as UTF-8");
    }

    [Fact]
    public void Load_HugeFile_IsRefusedUnread()
    {
        using var folder = new TemporaryFolder();
        using (FileStream file = File.Create(folder.File("slide.tif")))
        {
            file.SetLength(3L << 30);
        }

        LoadOne(folder.File("slide.tif")).Message.ShouldContain("Is it a slide?");
    }

    [Fact]
    public void Load_ByteOrderMarkAndWindowsLineEnds_AreFine()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("p.yaml"), "slides: { path: s }\r\nstages:\r\n  - open_slide\r\nreports: [slides_csv]\r\n", new UTF8Encoding(true));
        PipelineLoader.Load(folder.File("p.yaml"), [], FakeCatalog.Instance).Diagnostics.ShouldBeEmpty();
    }

    [Fact]
    public void Load_DeepNesting_IsADiagnostic() =>
        SamplePipeline.Load("a: " + new string('[', 5000) + new string(']', 5000)).Diagnostics.ShouldContain(d => d.Code == "yaml_syntax");

    [Fact]
    public void Load_AliasesOfAliases_StayCheap()
    {
        var text = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 60; i++)
        {
            text.Append($"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n");
        }

        SamplePipeline.Load(text + "slides: { path: *a59 }\nrun: { open_slides: *a59 }\nstages: *a59\n").Plan.ShouldBeNull();
    }

    private static Diagnostic LoadOne(string path) =>
        PipelineLoader.Load(path, [], FakeCatalog.Instance).Diagnostics.ShouldHaveSingleItem();
}
