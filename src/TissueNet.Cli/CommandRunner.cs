using System.CommandLine;
using System.CommandLine.Invocation;
using TissueNet.Cli.Output;
using TissueNet.Hosting;

namespace TissueNet.Cli;

/// <summary>Parses the command line, runs a command, and turns what goes wrong into an exit code and a message.</summary>
internal sealed class CommandRunner(Terminal terminal, Interruption interruption)
{
    /// <summary>Runs a command.</summary>
    /// <param name="args">The command line, without the program.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> args)
    {
        ParseResult parsed = new TissueNetCommand(terminal, interruption).Parse(args);
        var configuration = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null, // signals are ours: the first one drains
            Output = terminal.Out,
            Error = terminal.Error,
        };
        if (parsed.Action is ParseErrorAction action)
        {
            return ReportParseErrors(action, parsed, configuration);
        }

        try
        {
            return await parsed.InvokeAsync(configuration, CancellationToken.None);
        }
        catch (Exception exception)
        {
            (int code, string message) = Failures.Explain(exception, interruption.IsRequested);
            if (code != RunExitCodes.Interrupted)
            {
                terminal.WriteError(message);
            }

            return code;
        }
    }

    private int ReportParseErrors(ParseErrorAction action, ParseResult parsed, InvocationConfiguration configuration)
    {
        action.ShowHelp = false;
        configuration.Output = terminal.Error; // what is wrong never mixes with what was asked for
        parsed.Invoke(configuration);
        terminal.Error.WriteLine($"See '{CommandPath(parsed)} --help'.");
        return RunExitCodes.Invalid;
    }

    private static string CommandPath(ParseResult parsed) =>
        parsed.CommandResult.Command is RootCommand ? "tissuenet" : $"tissuenet {parsed.CommandResult.Command.Name}";
}
