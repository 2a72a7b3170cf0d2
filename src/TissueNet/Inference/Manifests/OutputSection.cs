using YamlDotNet.RepresentationModel;

namespace TissueNet.Inference.Manifests;

/// <summary>Reads the <c>outputs:</c> list of a manifest.</summary>
internal static class OutputSection
{
    public static IReadOnlyList<ModelOutput> ReadAll(ManifestSection root)
    {
        const string Remedy = "Say what the model gives, as a list of '{ name, kind, classes }'.";
        if (root.List("outputs", required: true, Remedy) is not { } list)
        {
            return [];
        }

        if (list.Children.Count == 0)
        {
            root.Report(list, $"'outputs' is empty. {Remedy}");
        }

        var outputs = new List<ModelOutput>();
        foreach (YamlNode item in list)
        {
            if (root.SectionOf(item, "The output") is not { } section || Read(section) is not { } output)
            {
                continue;
            }

            bool embedding = output.Kind == OutputKind.Embedding;
            if (outputs.Exists(o => o.Kind == OutputKind.Embedding == embedding))
            {
                root.Report(item, embedding
                    ? "A second output of kind 'embedding'; a prediction holds one. Remove one of them."
                    : "A second output with classes; a prediction holds one set. Remove one of them, or run the model twice with a manifest each.");
            }

            if (outputs.Exists(o => o.Name == output.Name))
            {
                root.Report(item, output.Name is null
                    ? "With more than one output, each needs a 'name'."
                    : $"The output '{output.Name}' is listed twice.");
            }

            outputs.Add(output);
        }

        return outputs;
    }

    private static ModelOutput? Read(ManifestSection section)
    {
        string? name = section.Text("name");
        OutputKind? kind = section.Choice<OutputKind>("kind", required: true);
        IReadOnlyList<string>? classes = section.Texts("classes", required: kind is OutputKind.Probabilities or OutputKind.Logits, "List the class names in the model's order.");
        Activation? given = section.Choice<Activation>("activation");
        section.Close();
        if (kind is null)
        {
            return null;
        }

        Activation activation = given ?? (kind == OutputKind.Logits ? Activation.Softmax : Activation.None);
        CheckActivation(section, kind.Value, activation, classes);
        CheckClasses(section, kind.Value, classes);
        return new ModelOutput { Name = name, Kind = kind.Value, Classes = classes ?? [], Activation = activation };
    }

    private static void CheckActivation(ManifestSection section, OutputKind kind, Activation activation, IReadOnlyList<string>? classes)
    {
        YamlNode at = section.Find("activation") ?? section.Find("kind")!;
        if (kind == OutputKind.Logits && activation == Activation.None)
        {
            section.Report(at, "'kind: logits' with 'activation: none' leaves values that are no probabilities; say 'softmax' or 'sigmoid', or 'kind: embedding'.");
        }
        else if (kind != OutputKind.Logits && activation != Activation.None)
        {
            section.Report(at, $"'activation: {activation.ToString().ToLowerInvariant()}' goes with 'kind: logits' only; remove it, or change the kind.");
        }
        else if (activation == Activation.Softmax && classes is { Count: 1 })
        {
            section.Report(at, "Softmax over one class is always 1; say 'activation: sigmoid'.");
        }
    }

    private static void CheckClasses(ManifestSection section, OutputKind kind, IReadOnlyList<string>? classes)
    {
        if (classes is null || section.Find("classes") is not { } at)
        {
            return;
        }

        if (kind == OutputKind.Embedding)
        {
            section.Report(at, "An embedding has no classes; remove them, or change the kind.");
        }
        else if (classes.Count == 0)
        {
            section.Report(at, "'classes' is empty; list the class names in the model's order.");
        }
        else if (classes.GroupBy(c => c, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            section.Report(at, $"The class '{twice.Key}' is listed twice; results are told apart by name.");
        }
    }
}
