using TissueNet.Inference.Manifests;

namespace TissueNet.Inference.Onnx;

/// <summary>A model's tensors, as found in the file and matched with its manifest.</summary>
internal sealed record OnnxSignature
{
    /// <summary>What the manifest says of the input.</summary>
    public required ModelInput Input { get; init; }

    /// <summary>Name of the input tensor.</summary>
    public required string InputName { get; init; }

    /// <summary>Shape of the input without its first dimension.</summary>
    public required long[] InputShape { get; init; }

    /// <summary>The batch size built into the model; null when any will do.</summary>
    public int? FixedBatch { get; init; }

    /// <summary>The outputs, in the manifest's order.</summary>
    public required IReadOnlyList<OnnxOutput> Outputs { get; init; }

    /// <summary>Names of the output tensors.</summary>
    public string[] OutputNames => [.. Outputs.Select(o => o.Name)];

    /// <summary>Bytes of one patch's input tensor.</summary>
    public int PatchTensorBytes => Input.Elements * Input.ElementBytes;
}
