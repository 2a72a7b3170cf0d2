namespace TissueNet.Pipelines;

/// <summary>What a failed slide does.</summary>
internal enum SlideErrorPolicy
{
    /// <summary>The other slides go on.</summary>
    Continue,

    /// <summary>The run is stopped.</summary>
    Stop,
}
