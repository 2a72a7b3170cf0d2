namespace TissueNet.Stages;

/// <summary>
/// A failure that a stage explains: what was found, what was expected, and what to do. The engine adds the stage, the slide and the region.
/// </summary>
public class StageException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="message">What was found and what was expected, as a sentence.</param>
    /// <param name="remedy">What the user can do, as a sentence; null when nothing is known.</param>
    /// <param name="inner">The cause, if any.</param>
    public StageException(string message, string? remedy = null, Exception? inner = null)
        : base(message, inner) => Remedy = remedy;

    /// <summary>What the user can do.</summary>
    public string? Remedy { get; }
}
