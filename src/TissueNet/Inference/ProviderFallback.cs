namespace TissueNet.Inference;

/// <summary>What happens when none of the wanted execution providers works here.</summary>
internal enum ProviderFallback
{
    /// <summary>The model runs on the processor, and the log says why.</summary>
    Cpu,

    /// <summary>The run does not start.</summary>
    Fail,
}
