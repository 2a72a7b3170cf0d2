using Microsoft.Extensions.Logging;

namespace TissueNet.Cli.Running;

/// <summary>
/// Hands what the engine logs to whoever shows the run: warnings, and which device a model runs on. Failures of slides (errors) are
/// left out, since views show them as the slides' ends.
/// </summary>
internal sealed class RunLog(Action<string> note) : ILoggerProvider
{
    private const string Talkative = "TissueNet.Inference";

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new CategoryLog(note, categoryName.StartsWith(Talkative, StringComparison.Ordinal));

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private sealed class CategoryLog(Action<string> note, bool isTalkative) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) =>
            logLevel is LogLevel.Warning or LogLevel.Critical || (isTalkative && logLevel == LogLevel.Information);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                note(exception is null || logLevel != LogLevel.Critical ? formatter(state, exception) : $"{formatter(state, exception)} {exception}");
            }
        }
    }
}
