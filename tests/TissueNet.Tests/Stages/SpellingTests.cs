using TissueNet.Stages;

namespace TissueNet.Tests.Stages;

public class SpellingTests
{
    [Theory]
    [InlineData("abc", "abc", 0)]
    [InlineData("abc", "abcd", 1)]
    [InlineData("abc", "ac", 1)]
    [InlineData("abc", "axc", 1)]
    [InlineData("abc", "acb", 1)]
    [InlineData("", "abc", 3)]
    [InlineData("kitten", "sitting", 3)]
    public void Distance_Words_CountsEdits(string a, string b, int expected)
    {
        Spelling.Distance(a, b).ShouldBe(expected);
        Spelling.Distance(b, a).ShouldBe(expected);
    }

    [Theory]
    [InlineData("patchSize", "patch_size")]
    [InlineData("patch-size", "patch_size")]
    [InlineData("PATCHSIZE", "patch_size")]
    [InlineData("grid", "region_grid")]
    [InlineData("xyz", null)]
    [InlineData("", null)]
    public void Nearest_Word_IsTheOneMeantOrNone(string word, string? expected) =>
        Spelling.Nearest(word, ["patch_size", "region_grid", "mpp", "id"]).ShouldBe(expected);

    [Theory]
    [InlineData("TopKMean", "top_k_mean")]
    [InlineData("MppX", "mpp_x")]
    [InlineData("PNGFile", "png_file")]
    [InlineData("already_snake", "already_snake")]
    public void SnakeCase_Name_IsAsInYaml(string name, string expected) => Spelling.SnakeCase(name).ShouldBe(expected);
}
