namespace TissueNet.Inference;

/// <summary>How fast a model ran.</summary>
/// <param name="Patches">Patches inferred.</param>
/// <param name="Seconds">In how many seconds.</param>
internal readonly record struct InferenceRate(long Patches, double Seconds)
{
    /// <summary>Patches per second.</summary>
    public double PatchesPerSecond => Seconds > 0 ? Patches / Seconds : 0;
}
