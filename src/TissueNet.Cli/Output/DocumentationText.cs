using TissueNet.Pipelines.Documentation;

namespace TissueNet.Cli.Output;

/// <summary>Documentation of a stage or report, for a terminal.</summary>
internal static class DocumentationText
{
    public static void Write(Terminal terminal, StageDocumentation stage)
    {
        terminal.Out.WriteLine(stage.Name);
        terminal.Out.WriteLine(stage.Description);
        terminal.Out.WriteLine();
        terminal.Out.WriteLine($"takes     {stage.Input}{(stage.IsBatch ? ", in batches" : "")}");
        terminal.Out.WriteLine($"gives     {stage.Output}");
        terminal.Out.WriteLine($"parallel  {stage.Parallel}{(stage.MaxParallel is { } most ? $", at most {most}" : "")}");
        Write(terminal, stage.Options);
        terminal.Out.WriteLine("example");
        terminal.Out.WriteLine($"  - {stage.Example.ReplaceLineEndings("\n    ")}");
    }

    public static void Write(Terminal terminal, ReportDocumentation report)
    {
        terminal.Out.WriteLine(report.Name);
        terminal.Out.WriteLine(report.Description);
        terminal.Out.WriteLine();
        terminal.Out.WriteLine(report.Input is null ? "Told when slides and runs end." : $"takes     {report.Input}");
        Write(terminal, report.Options);
        terminal.Out.WriteLine("example");
        terminal.Out.WriteLine($"  reports: [{report.Name}]");
    }

    private static void Write(Terminal terminal, IReadOnlyList<OptionDescription> options)
    {
        if (options.Count == 0)
        {
            terminal.Out.WriteLine("No options.");
            return;
        }

        terminal.WriteTable(
            ["option", "type", "unit", "range", "default", "what it does"],
            options.Select(option => (IReadOnlyList<string>)
            [
                option.Name,
                option.Type,
                option.Unit ?? "",
                option.Values.Count > 0 ? string.Join(", ", option.Values) : option.Range ?? "",
                option.IsRequired ? "required" : option.Default ?? "",
                option.Description,
            ]));
    }
}
