using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Architecture;

public class LicenceFilesTests
{
    [Theory]
    [InlineData("LICENSE", "Apache License")]
    [InlineData("README.md", "not for diagnosis")]
    [InlineData("CHANGELOG.md", "Unreleased")]
    [InlineData("CONTRIBUTING.md", "eng/test.sh")]
    [InlineData("ARCHITECTURE.md", "Decisions")]
    public void Root_File_IsThereAndSaysIt(string name, string words) => File.ReadAllText(Repository.PathOf(name)).ShouldContain(words);

    [Fact]
    public void Models_EveryModel_HasAManifestAndACard()
    {
        foreach (string model in SourceFiles.Under("models", ".onnx"))
        {
            File.Exists(Path.ChangeExtension(model, ".yaml")).ShouldBeTrue($"{SourceFiles.Relative(model)} has no manifest");
            File.ReadAllText(Path.ChangeExtension(model, ".yaml")).ShouldContain("licence", Case.Insensitive);
        }
    }
}
