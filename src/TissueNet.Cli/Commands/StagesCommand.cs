using System.CommandLine;
using System.Text.Json.Nodes;
using TissueNet.Cli.Output;
using TissueNet.Hosting;
using TissueNet.Pipelines;
using TissueNet.Pipelines.Documentation;
using TissueNet.Stages;

namespace TissueNet.Cli.Commands;

/// <summary><c>tissuenet stages</c>: what pipelines may be made of.</summary>
internal sealed class StagesCommand : Command, IExamples
{
    private readonly Argument<string?> name = new("NAME")
    {
        Description = "A stage or report to document; all are listed without it.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> json = Shared.Json();
    private readonly Option<bool> markdown = new("--markdown") { Description = "Write the reference as Markdown." };
    private readonly StageCatalog catalog = StageCatalog.BuiltIn;
    private readonly Terminal terminal;

    public StagesCommand(Terminal terminal)
        : base("stages", "Lists stages and reports, or documents one: ports, options, units, ranges, defaults, an example.")
    {
        this.terminal = terminal;
        Add(name);
        Add(json);
        Add(markdown);
        SetAction(Run);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples =>
        ["tissuenet stages", "tissuenet stages region_grid", "tissuenet stages --json", "tissuenet stages --markdown > STAGES.md"];

    private int Run(ParseResult parsed)
    {
        bool asJson = parsed.GetValue(json), asMarkdown = parsed.GetValue(markdown);
        if (parsed.GetValue(name) is not { } wanted)
        {
            WriteAll(asJson, asMarkdown);
            return RunExitCodes.Success;
        }

        if (catalog.FindStage(wanted) is { } stage)
        {
            StageDocumentation documentation = StageDocumentation.Of(stage);
            Write(documentation.ToJson, () => CatalogMarkdown.Write(documentation), () => DocumentationText.Write(terminal, documentation));
            return RunExitCodes.Success;
        }

        if (catalog.FindReport(wanted) is { } report)
        {
            ReportDocumentation documentation = ReportDocumentation.Of(report);
            Write(documentation.ToJson, () => CatalogMarkdown.Write(documentation), () => DocumentationText.Write(terminal, documentation));
            return RunExitCodes.Success;
        }

        string? near = Spelling.Nearest(wanted, catalog.Stages.Select(s => s.Name).Concat(catalog.Reports.Select(r => r.Name)));
        terminal.WriteError($"There is no stage or report '{wanted}'." + (near is null ? " 'tissuenet stages' lists them." : $" Did you mean '{near}'?"));
        return RunExitCodes.Invalid;

        void Write(Func<JsonObject> shape, Func<string> reference, Action text)
        {
            if (asJson)
            {
                terminal.Out.WriteLine(JsonText.Document(shape()));
            }
            else if (asMarkdown)
            {
                terminal.Out.Write(reference());
            }
            else
            {
                text();
            }
        }
    }

    private void WriteAll(bool asJson, bool asMarkdown)
    {
        if (asJson)
        {
            terminal.Out.WriteLine(JsonText.Document(new JsonArray([.. catalog.Stages.Select(s => (JsonNode)StageDocumentation.Of(s).ToJson())])));
            return;
        }

        if (asMarkdown)
        {
            terminal.Out.Write(CatalogMarkdown.Write(catalog));
            return;
        }

        terminal.WriteTable(
            ["stage", "takes", "gives", "what it does"],
            catalog.Stages.Select(StageDocumentation.Of).Select(s => (IReadOnlyList<string>)[s.Name, s.Input, s.Output, s.Summary]));
        terminal.WriteTable(
            ["report", "takes", "what it leaves"],
            catalog.Reports.Select(ReportDocumentation.Of).Select(r => (IReadOnlyList<string>)[r.Name, r.Input ?? "", r.Summary]));
        terminal.Out.WriteLine("'tissuenet stages NAME' says more.");
    }
}
