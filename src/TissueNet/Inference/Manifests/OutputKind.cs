namespace TissueNet.Inference.Manifests;

/// <summary>What an output of a model means.</summary>
internal enum OutputKind
{
    /// <summary>One probability per class, 0–1.</summary>
    Probabilities,

    /// <summary>One unbounded value per class, to be made a probability by an activation.</summary>
    Logits,

    /// <summary>A feature vector.</summary>
    Embedding,
}
