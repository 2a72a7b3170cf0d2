namespace TissueNet.Inference.Manifests;

/// <summary>What a model's author says about it: the YAML beside the .onnx, checked.</summary>
internal sealed record ModelManifest
{
    /// <summary>The model's name.</summary>
    public required string Name { get; init; }

    /// <summary>The manifest's file.</summary>
    public required string Path { get; init; }

    /// <summary>The .onnx file.</summary>
    public required string ModelPath { get; init; }

    /// <summary>SHA-256 of the .onnx file in lower-case hex; null when not stated.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Licence of the weights.</summary>
    public string Licence { get; init; } = "not stated";

    /// <summary>What the model may be used for.</summary>
    public string IntendedUse { get; init; } = "not stated";

    /// <summary>The input it expects.</summary>
    public required ModelInput Input { get; init; }

    /// <summary>The outputs that are used: at most one of classes and one embedding.</summary>
    public required IReadOnlyList<ModelOutput> Outputs { get; init; }
}
