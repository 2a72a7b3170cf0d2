using TissueNet.Inference.Manifests;
using TissueNet.Inference.Onnx;
using TissueNet.Regions;
using TissueNet.Stages;

namespace TissueNet.Inference;

/// <summary>Turns a model's raw outputs into predictions.</summary>
internal sealed class PredictionDecoder
{
    /// <summary>How far outside 0–1 a probability may lie by rounding.</summary>
    public const float RangeTolerance = 1e-3f;

    private readonly int classes;
    private readonly int embedding;
    private readonly ModelOutput? declared;

    public PredictionDecoder(OnnxSignature signature)
    {
        classes = IndexOf(signature, wantEmbedding: false);
        embedding = IndexOf(signature, wantEmbedding: true);
        declared = classes < 0 ? null : signature.Outputs[classes].Declared;
    }

    /// <summary>Makes the prediction of one slot.</summary>
    /// <exception cref="StageException">The model gave what is no number, or no probability.</exception>
    public PatchPrediction Decode(OnnxRunner runner, int slot, Region region)
    {
        (float[] probabilities, float[]? vector) = Read(runner, slot);
        return new PatchPrediction { Region = region, ClassNames = declared?.Classes ?? [], Probabilities = probabilities, Embedding = vector };
    }

    /// <summary>Reads the outputs of one slot.</summary>
    /// <exception cref="StageException">The model gave what is no number, or no probability.</exception>
    public (float[] Probabilities, float[]? Embedding) Read(OnnxRunner runner, int slot) => (
        declared is null ? [] : Probabilities(runner.Output(classes, slot)),
        embedding < 0 ? null : Finite(runner.Output(embedding, slot), "the embedding").ToArray());

    private float[] Probabilities(ReadOnlySpan<float> values)
    {
        float[] probabilities = new float[values.Length];
        Finite(values, "the output of classes").CopyTo(probabilities);
        switch (declared!.Activation)
        {
            case Activation.Softmax:
                Activations.Softmax(probabilities);
                break;
            case Activation.Sigmoid:
                Activations.Sigmoid(probabilities);
                break;
            default:
                Clamp(probabilities);
                break;
        }

        return probabilities;
    }

    private static void Clamp(float[] probabilities)
    {
        for (int i = 0; i < probabilities.Length; i++)
        {
            float value = probabilities[i];
            if (value is < -RangeTolerance or > 1 + RangeTolerance)
            {
                throw new StageException(
                    $"The model gave {value:G6} as the probability of class {i}.",
                    "Say 'kind: logits' in the model's manifest if softmax or sigmoid is still to come.");
            }

            probabilities[i] = Math.Clamp(value, 0, 1);
        }
    }

    private static ReadOnlySpan<float> Finite(ReadOnlySpan<float> values, string what)
    {
        foreach (float value in values)
        {
            if (!float.IsFinite(value))
            {
                throw new StageException(
                    $"The model gave {(float.IsNaN(value) ? "NaN" : "infinity")} in {what}.",
                    "Check scale, mean and std in the model's manifest; a float16 model may overflow.");
            }
        }

        return values;
    }

    private static int IndexOf(OnnxSignature signature, bool wantEmbedding)
    {
        foreach ((int index, OnnxOutput output) in signature.Outputs.Index())
        {
            if (output.Declared.Kind == OutputKind.Embedding == wantEmbedding)
            {
                return index;
            }
        }

        return -1;
    }
}
