namespace TissueNet.Stages;

/// <summary>A failure, as data: where it happened and why.</summary>
/// <param name="Stage">Id of the stage or report.</param>
/// <param name="Message">What was found and what was expected.</param>
/// <param name="Remedy">What the user can do; null when nothing is known.</param>
/// <param name="Index">Index of the region concerned; null when the whole slide is.</param>
/// <param name="Exception">The exception, for logs; null when there was none.</param>
public sealed record StageFailure(string Stage, string Message, string? Remedy, int? Index, Exception? Exception)
{
    /// <summary>Describes an exception.</summary>
    /// <param name="stage">Id of the stage or report.</param>
    /// <param name="exception">What it threw.</param>
    /// <param name="index">Index of the region concerned, if any.</param>
    public static StageFailure From(string stage, Exception exception, int? index = null)
    {
        // The type is named for everything but our own messages: "Object reference not set" alone helps nobody.
        string message = exception is StageException ? exception.Message : $"{exception.GetType().Name}: {exception.Message}";
        return new StageFailure(stage, message, (exception as StageException)?.Remedy, index, exception);
    }

    /// <summary>One line: stage, region, message, remedy.</summary>
    public override string ToString()
    {
        string where = Index is { } index ? $"{Stage}, region {index}" : Stage;
        return Remedy is null ? $"{where}: {Message}" : $"{where}: {Message} {Remedy}";
    }
}
