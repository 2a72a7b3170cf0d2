using TissueNet.Cli.Output;
using TissueNet.Hosting;

namespace TissueNet.Cli.Running;

/// <summary>Shows nothing of a run but its stop.</summary>
internal sealed class QuietRunView(Terminal terminal) : IRunView
{
    /// <inheritdoc/>
    public TimeSpan Interval => TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public Task ShowAsync(string pipeline, string output, Func<Task> run) => run();

    /// <inheritdoc/>
    public void Progress(RunProgress progress)
    {
    }

    /// <inheritdoc/>
    public void SlideFinished(SlideSummary slide)
    {
    }

    /// <inheritdoc/>
    public void Note(string text) => terminal.Error.WriteLine(text);

    /// <inheritdoc/>
    public void Stopping() => Note(SummaryText.Stopping);

    /// <inheritdoc/>
    public void Refused(int exitCode, string message)
    {
        // People read it on the error stream.
    }

    /// <inheritdoc/>
    public void Finished(RunSummary summary)
    {
    }
}
