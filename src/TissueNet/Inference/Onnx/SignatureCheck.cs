using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using TissueNet.Inference.Manifests;
using TissueNet.Stages;

namespace TissueNet.Inference.Onnx;

/// <summary>Compares a model with its manifest; whatever does not fit is found before the first slide is opened, all at once.</summary>
internal sealed class SignatureCheck
{
    private readonly List<string> problems = [];
    private readonly ModelManifest manifest;
    private readonly InferenceSession session;

    private SignatureCheck(ModelManifest manifest, InferenceSession session)
    {
        this.manifest = manifest;
        this.session = session;
    }

    /// <summary>Matches a model with its manifest.</summary>
    /// <exception cref="StageException">They do not fit.</exception>
    public static OnnxSignature Match(ModelManifest manifest, InferenceSession session)
    {
        var check = new SignatureCheck(manifest, session);
        OnnxSignature? signature = check.MatchInput();
        OnnxOutput[] outputs = [.. manifest.Outputs.Select(check.MatchOutput).OfType<OnnxOutput>()];
        if (signature is not null && check.problems.Count == 0)
        {
            signature = check.Probe(signature with { Outputs = outputs });
        }

        return check.problems.Count == 0
            ? signature!
            : throw new StageException(
                $"The model '{manifest.ModelPath}' does not fit its manifest '{manifest.Path}': {string.Join(" ", check.problems)}",
                "Correct the manifest, or put the model there that it describes.");
    }

    private OnnxSignature? MatchInput()
    {
        ModelInput input = manifest.Input;
        if (Find("input", input.Name, session.InputMetadata) is not ({ } name, { } found))
        {
            return null;
        }

        if (session.InputMetadata.Count > 1)
        {
            problems.Add($"The model has {session.InputMetadata.Count} inputs ({Names(session.InputMetadata)}); a patch can feed one.");
        }

        TensorElementType expected = input.Type switch
        {
            TensorType.Float32 => TensorElementType.Float,
            TensorType.Float16 => TensorElementType.Float16,
            _ => TensorElementType.UInt8,
        };
        if (found.ElementDataType != expected)
        {
            problems.Add($"The input '{name}' is of type {Lower(found.ElementDataType)}; the manifest says {Lower(input.Type)}.");
        }

        // A model of rank 2 takes a row of values per patch: a per-pixel classifier has patches of 1 × 1.
        long[] shape = found.Dimensions.Length == 2
            ? [input.Elements]
            : input.Layout == TensorLayout.Nchw ? [3, input.Height, input.Width] : [input.Height, input.Width, 3];
        int[] dimensions = found.Dimensions;
        bool fits = dimensions.Length == shape.Length + 1 && shape.Index().All(p => dimensions[p.Index + 1] < 0 || dimensions[p.Index + 1] == p.Item);
        if (!fits)
        {
            problems.Add($"The input '{name}' has the shape {Shape(found)}; the manifest says {Lower(input.Layout)} of {input.Width} × {input.Height} px, that is [batch, {string.Join(", ", shape)}].");
            return null;
        }

        return new OnnxSignature
        {
            Input = input,
            InputName = name,
            InputShape = shape,
            FixedBatch = dimensions[0] > 0 ? dimensions[0] : null,
            Outputs = [],
        };
    }

    private OnnxOutput? MatchOutput(ModelOutput output)
    {
        if (Find("output", output.Name, session.OutputMetadata) is not ({ } name, { } found))
        {
            return null;
        }

        if (found.ElementDataType is not (TensorElementType.Float or TensorElementType.Float16))
        {
            problems.Add($"The output '{name}' is of type {Lower(found.ElementDataType)}; expected float or float16.");
        }

        int[] tail = [.. found.Dimensions.Skip(1)];
        CheckCount(name, output, Array.TrueForAll(tail, d => d > 0) ? tail.Aggregate(1L, (p, d) => p * d) : null, Shape(found));
        return new OnnxOutput(name, output, found.ElementDataType, []);
    }

    // Only a run tells sizes that the file leaves open, and whether values declared as probabilities are any.
    private OnnxSignature Probe(OnnxSignature signature)
    {
        int batch = signature.FixedBatch ?? 1;
        int bytes = signature.PatchTensorBytes;
        byte[] rgb = ProbeImage.Rgb(signature.Input);
        byte[] tensor = GC.AllocateUninitializedArray<byte>(checked(bytes * batch), pinned: true);
        ChannelTransform transform = ChannelTransform.For(signature.Input);
        for (int i = 0; i < batch; i++)
        {
            PatchTensor.Write(signature.Input, transform, rgb, tensor.AsSpan(i * bytes, bytes));
        }

        using var run = new RunOptions();
        using OrtValue input = OnnxTensors.Wrap(tensor, signature.Input, [batch, .. signature.InputShape]);
        using IDisposableReadOnlyCollection<OrtValue> results = OnnxTensors.Run(
            session, run, [signature.InputName], [input], signature.OutputNames);
        GC.KeepAlive(tensor);
        var outputs = new List<OnnxOutput>();
        foreach ((int index, OnnxOutput output) in signature.Outputs.Index())
        {
            long[] shape = results[index].GetTensorTypeAndShape().Shape;
            if (shape.Length == 0 || shape[0] != batch)
            {
                problems.Add($"The output '{output.Name}' has the shape [{string.Join(", ", shape)}] for {batch} patches; its first dimension must be the batch.");
                continue;
            }

            outputs.Add(output with { Shape = shape[1..] });
            CheckCount(output.Name, output.Declared, outputs[^1].Values, $"[{string.Join(", ", shape)}]");
            CheckRange(output, results[index]);
        }

        return signature with { Outputs = outputs };
    }

    private void CheckCount(string name, ModelOutput output, long? values, string shape)
    {
        if (output.Kind != OutputKind.Embedding && values is { } count && count != output.Classes.Count)
        {
            problems.Add($"The output '{name}' has the shape {shape}, so {count} values per patch; the manifest lists {output.Classes.Count} classes.");
        }
    }

    private void CheckRange(OnnxOutput output, OrtValue value)
    {
        if (output.Declared.Kind != OutputKind.Probabilities || output.Type != TensorElementType.Float)
        {
            return;
        }

        foreach (float probability in value.GetTensorDataAsSpan<float>())
        {
            if (probability is < -PredictionDecoder.RangeTolerance or > 1 + PredictionDecoder.RangeTolerance)
            {
                problems.Add($"The output '{output.Name}' gave {probability:G6}, which is no probability; say 'kind: logits' if softmax or sigmoid is still to come.");
                return;
            }
        }
    }

    private (string Name, NodeMetadata Found)? Find(string called, string? wanted, IReadOnlyDictionary<string, NodeMetadata> known)
    {
        string? name = wanted ?? (known.Count == 1 ? known.Keys.Single() : null);
        if (name is null)
        {
            problems.Add($"The model has {known.Count} {called}s ({Names(known)}); say which by 'name'.");
            return null;
        }

        if (known.TryGetValue(name, out NodeMetadata? found) && found.IsTensor)
        {
            return (name, found);
        }

        problems.Add($"The model has no {called} tensor '{name}'; it has {Names(known)}.{Spelling.DidYouMean(name, known.Keys)}");
        return null;
    }

    private static string Names(IReadOnlyDictionary<string, NodeMetadata> known) => string.Join(", ", known.Keys.Select(k => $"'{k}'"));

    private static string Lower<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static string Shape(NodeMetadata found) =>
        $"[{string.Join(", ", found.Dimensions.Index().Select(d => d.Item > 0 ? d.Item.ToString() : found.SymbolicDimensions[d.Index] is { Length: > 0 } s ? s : "?"))}]";
}
