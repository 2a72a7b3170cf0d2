namespace TissueNet.Inference.Manifests;

/// <summary>Order of the channels that a model expects.</summary>
internal enum ChannelOrder
{
    /// <summary>Red, green, blue.</summary>
    Rgb,

    /// <summary>Blue, green, red.</summary>
    Bgr,
}
