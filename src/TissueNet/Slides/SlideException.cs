using TissueNet.Stages;

namespace TissueNet.Slides;

/// <summary>A slide file cannot be opened or read: what was found, what was expected, what to do.</summary>
public sealed class SlideException : StageException
{
    /// <summary>Makes one.</summary>
    /// <param name="path">The slide's file.</param>
    /// <param name="message">What was found and what was expected, as a sentence.</param>
    /// <param name="remedy">What the user can do; null when nothing is known.</param>
    /// <param name="inner">The cause, if any.</param>
    public SlideException(string path, string message, string? remedy = null, Exception? inner = null)
        : base(message, remedy, inner) => Path = path;

    /// <summary>The slide's file.</summary>
    public string Path { get; }

    /// <summary>Whether the file is sound as far as known, but of a kind that this reader does not read, so that another one may.</summary>
    internal bool IsUnsupported { get; init; }
}
