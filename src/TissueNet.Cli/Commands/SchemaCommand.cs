using System.CommandLine;
using TissueNet.Cli.Output;
using TissueNet.Hosting;
using TissueNet.Pipelines;
using TissueNet.Pipelines.Documentation;

namespace TissueNet.Cli.Commands;

/// <summary><c>tissuenet schema</c>: the JSON Schema of pipeline files.</summary>
internal sealed class SchemaCommand : Command, IExamples
{
    private readonly Terminal terminal;

    public SchemaCommand(Terminal terminal)
        : base("schema", "Prints a JSON Schema of pipeline files, for completion and checks in editors.")
    {
        this.terminal = terminal;
        SetAction(Run);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples => ["tissuenet schema > pipeline.schema.json"];

    private int Run(ParseResult parsed)
    {
        terminal.Out.WriteLine(JsonText.Document(PipelineSchema.Write(StageCatalog.BuiltIn)));
        return RunExitCodes.Success;
    }
}
