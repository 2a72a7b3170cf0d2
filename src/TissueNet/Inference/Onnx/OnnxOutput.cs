using Microsoft.ML.OnnxRuntime.Tensors;
using TissueNet.Inference.Manifests;

namespace TissueNet.Inference.Onnx;

/// <summary>One used output of a model.</summary>
/// <param name="Name">Name of the tensor.</param>
/// <param name="Declared">What the manifest says of it.</param>
/// <param name="Type">Element type, float or float16.</param>
/// <param name="Shape">Shape without the first dimension; known once the model has run.</param>
internal sealed record OnnxOutput(string Name, ModelOutput Declared, TensorElementType Type, long[] Shape)
{
    /// <summary>Values per patch.</summary>
    public int Values => checked((int)Shape.Aggregate(1L, (product, side) => product * side));
}
