using TissueNet.Inference.Manifests;

namespace TissueNet.Inference;

/// <summary>
/// What is done to each byte on its way into a tensor: factor × byte + offset, with factor = scale / std and offset = −mean / std.
/// Both are computed in double precision and rounded once, so a result is within 1e-6 × max(1, |result|) of the exact
/// (byte × scale − mean) / std. Channels are in the model's order.
/// </summary>
/// <param name="Factor0">Factor of the model's first channel.</param>
/// <param name="Factor1">Factor of the second.</param>
/// <param name="Factor2">Factor of the third.</param>
/// <param name="Offset0">Offset of the first.</param>
/// <param name="Offset1">Offset of the second.</param>
/// <param name="Offset2">Offset of the third.</param>
/// <param name="IsBgr">Whether the model's first channel is blue.</param>
internal readonly record struct ChannelTransform(
    float Factor0, float Factor1, float Factor2, float Offset0, float Offset1, float Offset2, bool IsBgr)
{
    public static ChannelTransform For(ModelInput input) => new(
        (float)(input.Scale / input.Std[0]),
        (float)(input.Scale / input.Std[1]),
        (float)(input.Scale / input.Std[2]),
        (float)(-input.Mean[0] / input.Std[0]),
        (float)(-input.Mean[1] / input.Std[1]),
        (float)(-input.Mean[2] / input.Std[2]),
        input.Channels == ChannelOrder.Bgr);
}
