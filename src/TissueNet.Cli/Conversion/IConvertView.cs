namespace TissueNet.Cli.Conversion;

/// <summary>Shows a conversion while it goes on. Calls may come from several threads.</summary>
internal interface IConvertView
{
    /// <summary>Time between calls of <see cref="Progress"/>.</summary>
    TimeSpan Interval { get; }

    /// <summary>Runs something with the view on screen.</summary>
    /// <param name="slides">Number of slides.</param>
    /// <param name="output">The output folder.</param>
    /// <param name="run">What to run.</param>
    Task ShowAsync(int slides, string output, Func<Task> run);

    /// <summary>Shows how far it is.</summary>
    void Progress(ConvertProgress progress);

    /// <summary>Shows that a slide has ended.</summary>
    void SlideFinished(ConvertedSlide slide);

    /// <summary>Shows that it has been asked to stop.</summary>
    void Stopping();

    /// <summary>Shows the end.</summary>
    void Finished(ConvertSummary summary);
}
