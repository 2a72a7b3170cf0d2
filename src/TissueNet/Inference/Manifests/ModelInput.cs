namespace TissueNet.Inference.Manifests;

/// <summary>The input that a model expects: the <c>input:</c> section of its manifest.</summary>
/// <remarks>Each tensor element is (byte × scale − mean) / std, per channel; see <see cref="ChannelTransform"/>.</remarks>
internal sealed record ModelInput
{
    /// <summary>Name of the input tensor; null for the model's only one.</summary>
    public string? Name { get; init; }

    /// <summary>Order of the tensor. Default nchw.</summary>
    public TensorLayout Layout { get; init; } = TensorLayout.Nchw;

    /// <summary>Element type. Default float32.</summary>
    public TensorType Type { get; init; } = TensorType.Float32;

    /// <summary>Pixels across, 1–8192.</summary>
    public required int Width { get; init; }

    /// <summary>Pixels down, 1–8192.</summary>
    public required int Height { get; init; }

    /// <summary>Microns per pixel that the model was trained at.</summary>
    public required double Mpp { get; init; }

    /// <summary>Factor for bytes. Default 1/255.</summary>
    public double Scale { get; init; } = 1.0 / 255;

    /// <summary>Mean per channel after scaling, in the order of <see cref="Channels"/>. Default 0.</summary>
    public IReadOnlyList<double> Mean { get; init; } = [0, 0, 0];

    /// <summary>Standard deviation per channel after scaling, in the order of <see cref="Channels"/>. Default 1.</summary>
    public IReadOnlyList<double> Std { get; init; } = [1, 1, 1];

    /// <summary>Order of the channels. Default rgb.</summary>
    public ChannelOrder Channels { get; init; } = ChannelOrder.Rgb;

    /// <summary>Elements of one patch's tensor.</summary>
    public int Elements => Width * Height * 3;

    /// <summary>Bytes of one element.</summary>
    public int ElementBytes => Type switch { TensorType.Float32 => 4, TensorType.Float16 => 2, _ => 1 };
}
