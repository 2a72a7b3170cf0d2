namespace TissueNet.Inference.Manifests;

/// <summary>What makes an output's values probabilities.</summary>
internal enum Activation
{
    /// <summary>Nothing: the values are used as they come.</summary>
    None,

    /// <summary>Softmax over the classes: they exclude one another.</summary>
    Softmax,

    /// <summary>Sigmoid of each class alone: several may apply at once.</summary>
    Sigmoid,
}
