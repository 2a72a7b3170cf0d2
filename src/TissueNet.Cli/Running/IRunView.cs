using TissueNet.Hosting;

namespace TissueNet.Cli.Running;

/// <summary>Shows a run while it goes on. Calls may come from several threads.</summary>
internal interface IRunView
{
    /// <summary>Time between calls of <see cref="Progress"/>.</summary>
    TimeSpan Interval { get; }

    /// <summary>Runs something with the view on screen.</summary>
    /// <param name="pipeline">The pipeline's name.</param>
    /// <param name="output">The output folder.</param>
    /// <param name="run">The run.</param>
    Task ShowAsync(string pipeline, string output, Func<Task> run);

    /// <summary>Shows how far the run is.</summary>
    void Progress(RunProgress progress);

    /// <summary>Shows that a slide has ended.</summary>
    void SlideFinished(SlideSummary slide);

    /// <summary>Shows something that the engine says.</summary>
    void Note(string text);

    /// <summary>Shows that the run has been asked to stop.</summary>
    void Stopping();

    /// <summary>Shows that the run ended without a result; the message also goes where all errors go.</summary>
    /// <param name="exitCode">The exit code.</param>
    /// <param name="message">Why.</param>
    void Refused(int exitCode, string message);

    /// <summary>Shows the end.</summary>
    void Finished(RunSummary summary);
}
