using TissueNet.Stages;

namespace TissueNet.Cli.Conversion;

/// <summary>A finished conversion of slides.</summary>
internal sealed record ConvertSummary
{
    /// <summary>Slides that were asked for.</summary>
    public required int Asked { get; init; }

    /// <summary>Slides that have ended.</summary>
    public required IReadOnlyList<ConvertedSlide> Slides { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Pixels of the sources that were worked on.</summary>
    public required long Pixels { get; init; }

    /// <summary>The output folder, absolute.</summary>
    public required string Output { get; init; }

    /// <summary>Whether it was stopped before its end.</summary>
    public required bool WasStopped { get; init; }

    /// <summary>The command's exit code.</summary>
    public required int ExitCode { get; init; }

    /// <summary>Slides that ended in a given way.</summary>
    public int Count(SlideStatus status) => Slides.Count(slide => slide.Status == status);
}
