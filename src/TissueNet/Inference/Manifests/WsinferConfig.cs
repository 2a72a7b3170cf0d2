using YamlDotNet.RepresentationModel;

namespace TissueNet.Inference.Manifests;

/// <summary>
/// Reads the <c>config.json</c> of a WSInfer zoo model (spec_version 1.0; Kaczmarzyk et al., 2024). The .onnx lies beside it; its
/// only output gives logits, as the zoo demands.
/// </summary>
internal static class WsinferConfig
{
    public static ModelManifest? Read(string path, ManifestSection root)
    {
        string? version = root.Text("spec_version", required: true);
        if (version is not null and not "1.0")
        {
            root.Report(root.Find("spec_version")!, $"'spec_version' is '{version}'; only 1.0 is understood.");
        }

        string? architecture = root.Text("architecture", required: true);
        int? count = root.Integer("num_classes", 1, 100_000, required: true);
        int? patchPixels = root.Integer("patch_size_pixels", 1, InputSection.MaxSize, required: true);
        double? spacing = root.Number("spacing_um_px", 0.01, 1000, required: true);
        IReadOnlyList<string>? classes = root.Texts("class_names", required: true);
        if (count is { } expected && classes is not null && classes.Count != expected)
        {
            root.Report(root.Find("class_names")!, $"'class_names' has {classes.Count} names; 'num_classes' says {expected}.");
        }

        Transforms transforms = ReadTransforms(root, patchPixels ?? 1);
        root.Close();
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        string? model = FindModel(root, folder);
        if (architecture is null || patchPixels is null || spacing is null || classes is null || model is null)
        {
            return null;
        }

        return new ModelManifest
        {
            Name = $"{Path.GetFileName(folder)} ({architecture})",
            Path = path,
            ModelPath = model,
            Input = new ModelInput
            {
                Width = transforms.Size,
                Height = transforms.Size,

                // WSInfer cuts patch_size_pixels at spacing_um_px and resizes; reading at the resized resolution spares that step.
                Mpp = spacing.Value * patchPixels.Value / transforms.Size,
                Scale = transforms.Scale,
                Mean = transforms.Mean,
                Std = transforms.Std,
            },
            Outputs =
            [
                new ModelOutput
                {
                    Kind = OutputKind.Logits,
                    Classes = classes,
                    Activation = classes.Count == 1 ? Activation.Sigmoid : Activation.Softmax,
                },
            ],
        };
    }

    private static Transforms ReadTransforms(ManifestSection root, int size)
    {
        var result = new Transforms(size, 1, [0, 0, 0], [1, 1, 1]);
        if (root.List("transform", required: true) is not { } list)
        {
            return result;
        }

        foreach (YamlNode item in list)
        {
            if (root.SectionOf(item, "The transform") is not { } section)
            {
                continue;
            }

            string? name = section.Text("name", required: true);
            ManifestSection? arguments = section.Section("arguments");
            section.Close();
            switch (name)
            {
                case "Resize":
                    result = result with { Size = (arguments ?? section).Integer("size", 1, InputSection.MaxSize, required: true) ?? size };
                    break;
                case "ToTensor":
                    result = result with { Scale = 1.0 / 255 };
                    break;
                case "Normalize":
                    result = result with
                    {
                        Mean = arguments?.Channels("mean", -1e6, 1e6) ?? result.Mean,
                        Std = arguments?.Channels("std", 1e-9, 1e6) ?? result.Std,
                    };
                    break;
                case not null:
                    section.Report(item, $"The transform '{name}' is not known; expected Resize, ToTensor or Normalize.");
                    break;
            }
        }

        return result;
    }

    private static string? FindModel(ManifestSection root, string folder)
    {
        string preferred = Path.Combine(folder, "model.onnx");
        if (File.Exists(preferred))
        {
            return preferred;
        }

        string[] found = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.onnx") : [];
        if (found.Length == 1)
        {
            return found[0];
        }

        root.ReportHere($"Beside it are {found.Length} .onnx files and none is 'model.onnx'; put the exported model there under that name.");
        return null;
    }

    private sealed record Transforms(int Size, double Scale, IReadOnlyList<double> Mean, IReadOnlyList<double> Std);
}
