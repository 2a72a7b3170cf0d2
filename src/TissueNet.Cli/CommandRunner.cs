using System.CommandLine;
using System.CommandLine.Invocation;
using TissueNet.Cli.Output;
using TissueNet.Hosting;
using TissueNet.Stages;

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
        catch (OperationCanceledException) when (interruption.IsRequested)
        {
            return RunExitCodes.Interrupted;
        }
        catch (Exception exception)
        {
            return ReportFailure(exception);
        }
    }

    private static string Explain(Exception exception) => exception switch
    {
        StageException { Remedy: { } remedy } => $"{exception.Message} {remedy}",
        StageException or EnvironmentUnusableException or SlideSelectionException or IOException or UnauthorizedAccessException => exception.Message,
        TypeInitializationException { InnerException: { } inner } => Explain(inner),
        DllNotFoundException or BadImageFormatException =>
            $"A native library cannot be loaded: {exception.GetBaseException().Message} Run 'tissuenet doctor' to see what is missing.",
        _ => $"Unexpected: {exception}",
    };

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

    private int ReportFailure(Exception exception)
    {
        terminal.WriteError(Explain(exception));
        return exception is SlideSelectionException ? RunExitCodes.Invalid : RunExitCodes.EnvironmentUnusable;
    }
}
