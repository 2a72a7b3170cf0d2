using System.CommandLine;
using TissueNet.Cli.Output;
using TissueNet.Hosting;
using TissueNet.Pipelines;

namespace TissueNet.Cli.Commands;

/// <summary><c>tissuenet lint</c>: finds every mistake in pipeline files.</summary>
internal sealed class LintCommand : Command, IExamples
{
    private readonly Argument<string[]> files = new("FILE")
    {
        Description = "Pipeline files.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<bool> json = Shared.Json();
    private readonly Terminal terminal;

    public LintCommand(Terminal terminal)
        : base("lint", "Finds every mistake in pipeline files, with line, column and a suggestion.")
    {
        this.terminal = terminal;
        Add(files);
        Add(json);
        SetAction(Run);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples => ["tissuenet lint pipelines/*.yaml", "tissuenet lint mine.yaml --json"];

    private int Run(ParseResult parsed)
    {
        string[] paths = parsed.GetRequiredValue(files);
        List<Diagnostic> found = [.. paths.SelectMany(path => PipelineFile.Check(path).Diagnostics)];
        if (parsed.GetValue(json))
        {
            terminal.Out.WriteLine(JsonText.Document(found.Select(diagnostic => new
            {
                diagnostic.File,
                diagnostic.Line,
                diagnostic.Column,
                diagnostic.Severity,
                diagnostic.Code,
                diagnostic.Message,
                diagnostic.Suggestion,
            })));
        }
        else
        {
            found.ForEach(diagnostic => terminal.Out.WriteLine(diagnostic));
            int errors = found.Count(diagnostic => diagnostic.IsError);
            terminal.Out.WriteLine($"{Count(paths.Length, "file")}, {Count(errors, "error")}, {Count(found.Count - errors, "warning")}");
        }

        return found.Exists(diagnostic => diagnostic.IsError) ? RunExitCodes.Invalid : RunExitCodes.Success;
    }

    private static string Count(int number, string word) => $"{Figures.Count(number)} {word}{(number == 1 ? "" : "s")}";
}
