using YamlDotNet.RepresentationModel;

namespace TissueNet.Inference.Manifests;

/// <summary>Reads the <c>input:</c> section of a manifest.</summary>
internal static class InputSection
{
    /// <summary>The longest side of a patch, in pixels.</summary>
    public const int MaxSize = 8192;

    public static ModelInput? Read(ManifestSection section)
    {
        string? name = section.Text("name");
        TensorLayout layout = section.Choice<TensorLayout>("layout") ?? TensorLayout.Nchw;
        TensorType type = section.Choice<TensorType>("type") ?? TensorType.Float32;
        (int Width, int Height)? size = ReadSize(section);
        double? mpp = section.Number("mpp", 0.01, 1000, required: true, "Say the microns per pixel that the model was trained at.");
        double? scale = section.Number("scale", -1e6, 1e6);
        IReadOnlyList<double>? mean = section.Channels("mean", -1e6, 1e6);
        IReadOnlyList<double>? std = section.Channels("std", 1e-9, 1e6);
        ChannelOrder channels = section.Choice<ChannelOrder>("channels") ?? ChannelOrder.Rgb;
        section.Close();
        if (type == TensorType.Uint8)
        {
            foreach (string key in (string[])["scale", "mean", "std"])
            {
                if (section.Find(key) is { } given)
                {
                    section.Report(given, $"'{key}' does not go with 'type: uint8', which passes bytes as they are; remove it.");
                }
            }
        }

        return size is null || mpp is null
            ? null
            : new ModelInput
            {
                Name = name,
                Layout = layout,
                Type = type,
                Width = size.Value.Width,
                Height = size.Value.Height,
                Mpp = mpp.Value,
                Scale = scale ?? 1.0 / 255,
                Mean = mean ?? [0, 0, 0],
                Std = std ?? [1, 1, 1],
                Channels = channels,
            };
    }

    private static (int Width, int Height)? ReadSize(ManifestSection section)
    {
        const string Remedy = "Say the patch size in pixels, as '224' or '[width, height]'.";
        if (section.Find("size") is not YamlSequenceNode pair)
        {
            return section.Integer("size", 1, MaxSize, required: true, Remedy) is { } side ? (side, side) : null;
        }

        if (pair.Children.Count != 2)
        {
            section.Report(pair, $"'size' has {pair.Children.Count} values. {Remedy}");
            return null;
        }

        int? width = section.IntegerOf(pair[0], "size", 1, MaxSize);
        int? height = section.IntegerOf(pair[1], "size", 1, MaxSize);
        return width is null || height is null ? null : (width.Value, height.Value);
    }
}
