using System.Text;
using TissueNet.Pipelines.Validation;
using TissueNet.Slides;

namespace TissueNet.Pipelines.Documentation;

/// <summary>Builds the smallest pipeline around one stage, so that its example can be linted.</summary>
internal static class ExamplePipeline
{
    /// <summary>The pipeline's YAML; null when no chain of stages leads from the slides' files to the stage.</summary>
    public static string? Around(StageCatalog catalog, StageDescriptor stage)
    {
        IReadOnlyList<StageDescriptor>? chain = stage.Input.IsAssignableFrom(typeof(SlideFile))
            ? []
            : StageChain.Between(catalog, typeof(SlideFile), stage.Input);
        if (chain is null)
        {
            return null;
        }

        var text = new StringBuilder("name: example\nslides: { path: slides }\nstages:\n");
        foreach (StageDescriptor link in chain.Append(stage))
        {
            text.Append("  - ").Append((link.Example ?? link.Name).ReplaceLineEndings("\n    ")).Append('\n');
        }

        return text.ToString();
    }
}
