using System.CommandLine;
using TissueNet.Cli.Output;
using TissueNet.Hosting;
using TissueNet.Pipelines.Documentation;

namespace TissueNet.Cli.Commands;

/// <summary><c>tissuenet graph</c>: draws a pipeline.</summary>
internal sealed class GraphCommand : Command, IExamples
{
    private readonly Argument<string> pipeline = Shared.Pipeline();
    private readonly Option<string> format = new("--format") { Description = "mermaid or dot.", DefaultValueFactory = _ => "mermaid" };
    private readonly Terminal terminal;

    public GraphCommand(Terminal terminal)
        : base("graph", "Draws a pipeline's stages and reports as a Mermaid or Graphviz diagram.")
    {
        this.terminal = terminal;
        format.AcceptOnlyFromAmong("mermaid", "dot");
        Add(pipeline);
        Add(format);
        SetAction(Run);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples =>
        ["tissuenet graph pipelines/tissue_types.yaml", "tissuenet graph pipelines/tissue_types.yaml --format dot | dot -Tsvg > graph.svg"];

    private int Run(ParseResult parsed)
    {
        if (PipelineFile.Load(terminal, parsed.GetRequiredValue(pipeline), overrides: null, slides: null) is not { } plan)
        {
            return RunExitCodes.Invalid;
        }

        terminal.Out.Write(parsed.GetValue(format) == "dot" ? PipelineDiagram.Dot(plan) : PipelineDiagram.Mermaid(plan));
        return RunExitCodes.Success;
    }
}
