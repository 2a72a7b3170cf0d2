namespace TissueNet.Cli.Running;

/// <summary>A finished run, as the user is told of it.</summary>
internal sealed record RunSummary
{
    /// <summary>Slides in the order in which they ended.</summary>
    public required IReadOnlyList<SlideSummary> Slides { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The output folder, absolute.</summary>
    public required string Output { get; init; }

    /// <summary>Whether it was stopped before its end.</summary>
    public bool WasStopped { get; init; }

    /// <summary>The command's exit code.</summary>
    public int ExitCode { get; init; }

    /// <summary>Patches inferred.</summary>
    public long Patches => Slides.Sum(slide => slide.Patches);

    /// <summary>Patches inferred per second of the whole run.</summary>
    public double PatchesPerSecond => Duration > TimeSpan.Zero ? Patches / Duration.TotalSeconds : 0;

    /// <summary>Slides that ended in a given way.</summary>
    public int Count(Stages.SlideStatus status) => Slides.Count(slide => slide.Status == status);
}
