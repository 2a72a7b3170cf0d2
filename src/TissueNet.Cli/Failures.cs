using TissueNet.Hosting;
using TissueNet.Stages;

namespace TissueNet.Cli;

/// <summary>What an exception means to a user.</summary>
internal static class Failures
{
    /// <summary>The exit code and the message.</summary>
    /// <param name="exception">What went wrong.</param>
    /// <param name="wasInterrupted">Whether a signal has asked for the end.</param>
    public static (int ExitCode, string Message) Explain(Exception exception, bool wasInterrupted) => exception switch
    {
        OperationCanceledException when wasInterrupted => (RunExitCodes.Interrupted, "Interrupted before the first slide."),
        SlideSelectionException => (RunExitCodes.Invalid, exception.Message),
        _ => (RunExitCodes.EnvironmentUnusable, Text(exception)),
    };

    private static string Text(Exception exception) => exception switch
    {
        StageException { Remedy: { } remedy } => $"{exception.Message} {remedy}",
        StageException or EnvironmentUnusableException or IOException or UnauthorizedAccessException => exception.Message,
        TypeInitializationException { InnerException: { } inner } => Text(inner),
        DllNotFoundException or BadImageFormatException =>
            $"A native library cannot be loaded: {exception.GetBaseException().Message} Run 'tissuenet doctor' to see what is missing.",
        _ => $"Unexpected: {exception}",
    };
}
