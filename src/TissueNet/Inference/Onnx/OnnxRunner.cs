using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace TissueNet.Inference.Onnx;

/// <summary>A session with tensors of its own: load patches into its slots, run, read the outputs. For one caller at a time.</summary>
/// <remarks>
/// Outputs are bound by name at each run and not by an OrtIoBinding: that copies inputs to a GPU when they are bound, so a binding
/// kept for many batches would repeat the first.
/// </remarks>
internal sealed class OnnxRunner : IDisposable
{
    private readonly InferenceSession session;
    private readonly OnnxSignature signature;
    private readonly ChannelTransform transform;
    private readonly nint tensor;
    private readonly RunOptions options = new();
    private readonly string[] inputNames;
    private readonly string[] outputNames;
    private readonly float[][] outputs;
    private readonly Half[]?[] halves;

    // Tensors per number of patches, made at first use: full batches nearly always, and a few sizes at slides' ends.
    private readonly (OrtValue[] Inputs, OrtValue[] Outputs)?[] tensors;

    public OnnxRunner(InferenceSession session, OnnxSignature signature, nint tensor, int capacity)
    {
        this.session = session;
        this.signature = signature;
        this.tensor = tensor;
        Capacity = capacity;
        transform = ChannelTransform.For(signature.Input);
        inputNames = [signature.InputName];
        outputNames = signature.OutputNames;
        outputs = [.. signature.Outputs.Select(o => GC.AllocateArray<float>(capacity * o.Values, pinned: true))];
        halves = [.. signature.Outputs.Select(o => o.Type == TensorElementType.Float16 ? GC.AllocateArray<Half>(capacity * o.Values, pinned: true) : null)];
        tensors = new (OrtValue[], OrtValue[])?[capacity + 1];

        // Slots that a short batch leaves unused must hold finite values: some processors compute slowly on others.
        InputSpan(0, capacity).Clear();
    }

    /// <summary>Slots: patches per run at most.</summary>
    public int Capacity { get; }

    /// <summary>Converts a patch into a slot of the input tensor.</summary>
    public void Load(int slot, ReadOnlySpan<byte> rgb) => PatchTensor.Write(signature.Input, transform, rgb, InputSpan(slot, 1));

    /// <summary>Loads a made-up patch into every slot, for runs whose results nobody reads.</summary>
    public void LoadProbe()
    {
        byte[] rgb = ProbeImage.Rgb(signature.Input);
        for (int slot = 0; slot < Capacity; slot++)
        {
            Load(slot, rgb);
        }
    }

    /// <summary>Runs the model on the first slots.</summary>
    /// <param name="count">Patches loaded, 1 to <see cref="Capacity"/>; a model of fixed batch always runs all slots.</param>
    public void Run(int count)
    {
        int slots = signature.FixedBatch ?? count;
        (OrtValue[] inputs, OrtValue[] results) = tensors[slots] ??= Wrap(slots);
        try
        {
            session.Run(options, inputNames, inputs, outputNames, results);
        }
        catch (OnnxRuntimeException e)
        {
            throw OnnxTensors.Failed(e);
        }

        for (int i = 0; i < halves.Length; i++)
        {
            if (halves[i] is { } half)
            {
                System.Numerics.Tensors.TensorPrimitives.ConvertToSingle(half, outputs[i]);
            }
        }
    }

    /// <summary>Values of an output for a slot, until the next run.</summary>
    public ReadOnlySpan<float> Output(int output, int slot)
    {
        int values = signature.Outputs[output].Values;
        return outputs[output].AsSpan(slot * values, values);
    }

    public void Dispose()
    {
        foreach ((OrtValue[] Inputs, OrtValue[] Outputs)? set in tensors)
        {
            foreach (OrtValue value in set is { } made ? [.. made.Inputs, .. made.Outputs] : Array.Empty<OrtValue>())
            {
                value.Dispose();
            }
        }

        options.Dispose();
    }

    private unsafe Span<byte> InputSpan(int slot, int count)
    {
        int bytes = signature.PatchTensorBytes;
        return new Span<byte>((void*)(tensor + ((nint)slot * bytes)), count * bytes);
    }

    private (OrtValue[] Inputs, OrtValue[] Outputs) Wrap(int slots)
    {
        OrtValue input = OnnxTensors.Wrap(
            tensor, (long)slots * signature.PatchTensorBytes, OnnxTensors.ElementType(signature.Input.Type), [slots, .. signature.InputShape]);
        OrtValue[] results = [.. signature.Outputs.Select((o, i) => halves[i] is { } half
            ? OnnxTensors.Wrap(Marshal.UnsafeAddrOfPinnedArrayElement(half, 0), 2L * slots * o.Values, o.Type, [slots, .. o.Shape])
            : OnnxTensors.Wrap(Marshal.UnsafeAddrOfPinnedArrayElement(outputs[i], 0), 4L * slots * o.Values, o.Type, [slots, .. o.Shape]))];
        return ([input], results);
    }
}
