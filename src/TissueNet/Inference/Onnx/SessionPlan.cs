namespace TissueNet.Inference.Onnx;

/// <summary>How the processor is shared out: batches at once, and threads within one.</summary>
/// <param name="Sessions">Batches that run at once, 1 or more.</param>
/// <param name="Threads">Threads that work on one batch, 1 or more.</param>
internal readonly record struct SessionPlan(int Sessions, int Threads)
{
    /// <summary>As people write it: <c>2 × 1</c>.</summary>
    public override string ToString() => $"{Sessions} × {Threads}";
}
