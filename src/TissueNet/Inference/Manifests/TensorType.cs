namespace TissueNet.Inference.Manifests;

/// <summary>Element type of a model's input tensor.</summary>
internal enum TensorType
{
    /// <summary>32-bit floats.</summary>
    Float32,

    /// <summary>16-bit floats.</summary>
    Float16,

    /// <summary>Bytes as they are, without scale, mean or std.</summary>
    Uint8,
}
