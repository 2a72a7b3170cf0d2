namespace TissueNet.Inference.Manifests;

/// <summary>Order of a model's input tensor.</summary>
internal enum TensorLayout
{
    /// <summary>Batch, channel, row, column: a plane per channel.</summary>
    Nchw,

    /// <summary>Batch, row, column, channel: as pixels lie in memory.</summary>
    Nhwc,
}
