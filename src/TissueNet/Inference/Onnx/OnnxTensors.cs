using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using TissueNet.Inference.Manifests;
using TissueNet.Stages;

namespace TissueNet.Inference.Onnx;

/// <summary>Tensors of ONNX Runtime over memory that is already there.</summary>
internal static class OnnxTensors
{
    /// <summary>A tensor over memory that stays where it is; nothing is copied.</summary>
    public static OrtValue Wrap(nint address, long bytes, TensorElementType type, long[] shape) =>
        OrtValue.CreateTensorValueWithData(OrtMemoryInfo.DefaultInstance, type, shape, address, bytes);

    /// <summary>A tensor over a pinned array, which the caller keeps alive.</summary>
    public static OrtValue Wrap(byte[] pinned, ModelInput input, long[] shape) =>
        Wrap(Marshal.UnsafeAddrOfPinnedArrayElement(pinned, 0), pinned.Length, ElementType(input.Type), shape);

    public static TensorElementType ElementType(TensorType type) => type switch
    {
        TensorType.Float32 => TensorElementType.Float,
        TensorType.Float16 => TensorElementType.Float16,
        _ => TensorElementType.UInt8,
    };

    /// <summary>Runs a session that allocates its outputs.</summary>
    public static IDisposableReadOnlyCollection<OrtValue> Run(
        InferenceSession session, RunOptions run, string[] inputNames, OrtValue[] inputs, string[] outputNames)
    {
        try
        {
            return session.Run(run, inputNames, inputs, outputNames);
        }
        catch (OnnxRuntimeException e)
        {
            throw Failed(e);
        }
    }

    /// <summary>Says that a model failed while running.</summary>
    public static StageException Failed(OnnxRuntimeException e) =>
        new($"ONNX Runtime failed while running the model: {e.Message}", "If memory is short, use a smaller 'batch' or fewer 'sessions'.", e);
}
