using TissueNet.Cli.Output;
using TissueNet.Hosting;

namespace TissueNet.Cli.Running;

/// <summary>
/// Keeps a view that cannot write (a full disk behind a pipe, a terminal that is gone) from ending the run: at the first error the view
/// is turned off, which is said on the error stream, and the run goes on unseen. Its results are in its folder.
/// </summary>
/// <param name="inner">The view.</param>
/// <param name="terminal">Where to say that it is off.</param>
internal sealed class GuardedRunView(IRunView inner, Terminal terminal) : IRunView
{
    private int isOff;

    /// <inheritdoc/>
    public TimeSpan Interval => inner.Interval;

    /// <inheritdoc/>
    public async Task ShowAsync(string pipeline, string output, Func<Task> run)
    {
        Task? running = null;
        Task RunOnce() => running ??= run();
        try
        {
            await inner.ShowAsync(pipeline, output, RunOnce);
        }
        catch (Exception exception) when (running is not { IsCompleted: true, IsCompletedSuccessfully: false })
        {
            TurnOff(exception);
        }

        // Whatever became of the view, the run is begun and seen to its end.
        await RunOnce();
    }

    /// <inheritdoc/>
    public void Progress(RunProgress progress) => Try(() => inner.Progress(progress));

    /// <inheritdoc/>
    public void SlideFinished(SlideSummary slide) => Try(() => inner.SlideFinished(slide));

    /// <inheritdoc/>
    public void Note(string text) => Try(() => inner.Note(text));

    /// <inheritdoc/>
    public void Stopping() => Try(inner.Stopping);

    /// <inheritdoc/>
    public void Finished(RunSummary summary) => Try(() => inner.Finished(summary));

    /// <inheritdoc/>
    public void Refused(int exitCode, string message) => Try(() => inner.Refused(exitCode, message));

    private void Try(Action show)
    {
        if (Volatile.Read(ref isOff) != 0)
        {
            return;
        }

        try
        {
            show();
        }
        catch (Exception exception)
        {
            TurnOff(exception);
        }
    }

    private void TurnOff(Exception exception)
    {
        if (Interlocked.Exchange(ref isOff, 1) != 0)
        {
            return;
        }

        try
        {
            terminal.Error.WriteLine($"The run goes on, but it is not shown any more: {exception.Message}");
        }
        catch (IOException)
        {
            // The error stream is gone as well: there is nobody left to tell.
        }
    }
}
