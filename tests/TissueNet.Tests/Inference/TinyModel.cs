using System.Security.Cryptography;
using TissueNet.Inference;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Inference;

/// <summary>A model of a few nodes with its manifest, in a folder that goes with the test.</summary>
internal sealed class TinyModel : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public TinyModel(byte[] onnx, string input, string outputs, string? sha256 = null)
    {
        File.WriteAllBytes(folder.File("tiny.onnx"), onnx);
        File.WriteAllText(
            Manifest,
            $$"""
              name: tiny
              sha256: {{sha256 ?? Convert.ToHexStringLower(SHA256.HashData(onnx))}}
              input: { {{input}} }
              outputs: [ {{outputs}} ]
              """);
    }

    public string Manifest => folder.File("tiny.yaml");

    public string Folder => folder.Path;

    public OnnxInferenceStage.Options Options => new() { Model = Manifest, Sessions = 1, Threads = 1 };

    public void Dispose() => folder.Dispose();
}
