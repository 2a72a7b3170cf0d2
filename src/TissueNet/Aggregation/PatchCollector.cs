using TissueNet.Inference;

namespace TissueNet.Aggregation;

/// <summary>A slide's predictions as they arrive, in any order and from any thread; read in <see cref="PatchOrder"/>.</summary>
internal sealed class PatchCollector
{
    private readonly Lock gate = new();
    private readonly List<PatchPrediction> predictions = [];

    /// <summary>Keeps a prediction without its embedding.</summary>
    /// <param name="prediction">The prediction.</param>
    public void Add(PatchPrediction prediction)
    {
        // 300,000 embeddings of 1,536 floats are 1.8 GB; who wants them takes them from the model's stage.
        PatchPrediction kept = prediction.Embedding is null ? prediction : prediction with { Embedding = null };
        lock (gate)
        {
            predictions.Add(kept);
        }
    }

    /// <summary>All predictions so far, in order.</summary>
    public PatchPrediction[] Sorted()
    {
        lock (gate)
        {
            predictions.Sort(PatchOrder.Instance);
            return [.. predictions];
        }
    }
}
