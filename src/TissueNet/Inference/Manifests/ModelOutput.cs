namespace TissueNet.Inference.Manifests;

/// <summary>An output of a model that is used: an entry of <c>outputs:</c> in its manifest.</summary>
internal sealed record ModelOutput
{
    /// <summary>Name of the output tensor; null for the model's only one.</summary>
    public string? Name { get; init; }

    /// <summary>What it means.</summary>
    public required OutputKind Kind { get; init; }

    /// <summary>The classes in order; empty for an embedding.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>What makes its values probabilities; softmax for logits unless said otherwise.</summary>
    public Activation Activation { get; init; } = Activation.None;
}
