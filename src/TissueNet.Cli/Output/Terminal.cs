using Spectre.Console;

namespace TissueNet.Cli.Output;

/// <summary>Where a command writes: results to the output, everything else to the error stream.</summary>
internal sealed class Terminal
{
    // Wide enough that no table of a piped output is ever folded: what reads it has no right margin.
    private const int PipeWidth = 1000;

    /// <summary>Makes one.</summary>
    /// <param name="output">For results.</param>
    /// <param name="error">For messages.</param>
    /// <param name="isInteractive">Whether the output is a terminal, which may show bars and colours.</param>
    public Terminal(TextWriter output, TextWriter error, bool isInteractive)
    {
        Out = output;
        Error = error;
        IsInteractive = isInteractive;
        Console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = isInteractive ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isInteractive ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isInteractive ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!isInteractive)
        {
            Console.Profile.Width = PipeWidth;
        }
    }

    /// <summary>For results, as text.</summary>
    public TextWriter Out { get; }

    /// <summary>For messages.</summary>
    public TextWriter Error { get; }

    /// <summary>Whether the output is a terminal.</summary>
    public bool IsInteractive { get; }

    /// <summary>For results, as tables and bars.</summary>
    public IAnsiConsole Console { get; }

    /// <summary>The process's own streams.</summary>
    public static Terminal OfProcess() => new(System.Console.Out, System.Console.Error, !System.Console.IsOutputRedirected);

    /// <summary>Says what went wrong.</summary>
    /// <param name="message">What was found, what was expected, what to do.</param>
    public void WriteError(string message) => Error.WriteLine($"error: {message}");

    /// <summary>Writes a table; cells are plain text.</summary>
    /// <param name="headers">Names of the columns; one that begins with <c>&gt;</c> is aligned to the right.</param>
    /// <param name="rows">Rows of as many cells.</param>
    public void WriteTable(IReadOnlyList<string> headers, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (string header in headers)
        {
            bool isRight = header.StartsWith('>');
            table.AddColumn(new TableColumn(new Text(isRight ? header[1..] : header))
            {
                Alignment = isRight ? Justify.Right : Justify.Left,
            });
        }

        foreach (IReadOnlyList<string> row in rows)
        {
            table.AddRow(row.Select(cell => new Text(cell)));
        }

        Console.Write(table);
    }
}
