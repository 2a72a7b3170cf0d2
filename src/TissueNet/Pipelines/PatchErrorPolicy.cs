namespace TissueNet.Pipelines;

/// <summary>What a failed patch does.</summary>
internal enum PatchErrorPolicy
{
    /// <summary>The patch is left out and counted.</summary>
    Skip,

    /// <summary>The slide fails.</summary>
    Fail,
}
