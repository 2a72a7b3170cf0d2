using TissueNet.Inference.Manifests;
using TissueNet.Stages;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Inference;

public sealed class ModelManifestReaderTests : IDisposable
{
    private const string Wsinfer = """
        {
          "spec_version": "1.0",
          "architecture": "resnet34",
          "num_classes": 2,
          "patch_size_pixels": 350,
          "spacing_um_px": 0.25,
          "class_names": ["Other", "Tumor"],
          "transform": [
            { "name": "Resize", "arguments": { "size": 224 } },
            { "name": "ToTensor" },
            { "name": "Normalize", "arguments": { "mean": [0.7238, 0.5716, 0.6779], "std": [0.112, 0.1459, 0.1089] } }
          ]
        }
        """;

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Cases => [.. Directory.GetDirectories(ManifestCase.Root).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Parse_FaultyManifest_SaysWhereAndWhat(string name)
    {
        ManifestCase faulty = ManifestCase.Load(name);
        File.WriteAllText(folder.File("model.onnx"), "");
        ManifestResult result = ModelManifestReader.Parse(folder.File(faulty.File), faulty.Text);
        result.Manifest.ShouldBeNull();
        string found = string.Join("\n", result.Messages);
        result.Problems.Select(p => (p.Line, p.Column)).ShouldBe(faulty.Expect.Select(e => (e.Line, e.Column)), found);
        foreach ((ManifestProblem problem, (_, _, string fragment)) in result.Problems.Zip(faulty.Expect))
        {
            problem.Message.ShouldContain(fragment);
        }
    }

    [Fact]
    public void Parse_ShortestManifest_HasTheDocumentedDefaults()
    {
        File.WriteAllText(folder.File("short.onnx"), "");
        ModelManifest manifest = ModelManifestReader.Parse(
            folder.File("short.yaml"),
            "name: short\ninput: { size: 96, mpp: 1 }\noutputs: [ { kind: logits, classes: [a, b] } ]").OrThrow();
        manifest.ModelPath.ShouldBe(folder.File("short.onnx"));
        manifest.Input.ShouldBeEquivalentTo(new ModelInput { Width = 96, Height = 96, Mpp = 1 });
        manifest.Input.Scale.ShouldBe(1.0 / 255);
        manifest.Outputs.Single().Activation.ShouldBe(Activation.Softmax);
        manifest.Sha256.ShouldBeNull();
        manifest.IntendedUse.ShouldBe("not stated");
    }

    [Theory]
    [InlineData("tissue-types")]
    [InlineData("bench-shufflenet")]
    public void Read_ShippedManifest_SaysForWhatItIs(string name)
    {
        ModelManifest manifest = ModelManifestReader.Read(Repository.PathOf("models", name + ".yaml")).OrThrow();
        manifest.Sha256.ShouldNotBeNull();
        manifest.Licence.ShouldContain("Apache-2.0");
        manifest.IntendedUse.ShouldContain("ot for diagnosis");
        File.ReadAllText(Repository.PathOf("models", "README.md")).ShouldContain(manifest.Sha256);
    }

    [Fact]
    public void Read_WsinferConfig_IsUnderstood()
    {
        File.WriteAllText(folder.File("config.json"), Wsinfer);
        File.WriteAllText(folder.File("anything.onnx"), "");
        ModelManifest manifest = ModelManifestReader.Read(folder.File("config.json")).OrThrow();
        manifest.ModelPath.ShouldBe(folder.File("anything.onnx"));
        manifest.Input.Width.ShouldBe(224);
        manifest.Input.Mpp.ShouldBe(0.25 * 350 / 224, 1e-12);
        manifest.Input.Scale.ShouldBe(1.0 / 255);
        manifest.Input.Mean.ShouldBe([0.7238, 0.5716, 0.6779]);
        manifest.Input.Std.ShouldBe([0.112, 0.1459, 0.1089]);
        ModelOutput output = manifest.Outputs.ShouldHaveSingleItem();
        output.Kind.ShouldBe(OutputKind.Logits);
        output.Activation.ShouldBe(Activation.Softmax);
        output.Classes.ShouldBe(["Other", "Tumor"]);
    }

    [Fact]
    public void Read_OnnxInPlaceOfManifest_NamesTheManifest()
    {
        StageException error = Should.Throw<StageException>(() => ModelManifestReader.Read(Repository.PathOf("models", "tissue-types.onnx")).OrThrow());
        error.Message.ShouldContain("'tissue-types.yaml'");
    }

    [Theory]
    [InlineData("1/255", 1.0 / 255)]
    [InlineData("0.5", 0.5)]
    [InlineData("1e-3", 0.001)]
    public void TryNumber_NumberOrFraction_Reads(string text, double expected)
    {
        ManifestSection.TryNumber(text, out double number).ShouldBeTrue();
        number.ShouldBe(expected, 1e-15);
    }

    [Theory]
    [InlineData("1/0")]
    [InlineData("1/2/3")]
    [InlineData("NaN")]
    [InlineData("two")]
    [InlineData("/255")]
    public void TryNumber_Nonsense_Refuses(string text) => ManifestSection.TryNumber(text, out _).ShouldBeFalse();
}
