namespace TissueNet.Inference;

/// <summary>What runs a model.</summary>
internal enum ExecutionProvider
{
    /// <summary>The first of cuda, directml, coreml and cpu that works here; tensorrt and openvino compile the model first and are taken only when named.</summary>
    Auto,

    /// <summary>NVIDIA GPUs.</summary>
    Cuda,

    /// <summary>NVIDIA GPUs, with the model compiled for the one at hand.</summary>
    Tensorrt,

    /// <summary>GPUs on Windows.</summary>
    Directml,

    /// <summary>Intel processors and GPUs.</summary>
    Openvino,

    /// <summary>Apple processors.</summary>
    Coreml,

    /// <summary>Any processor.</summary>
    Cpu,
}
