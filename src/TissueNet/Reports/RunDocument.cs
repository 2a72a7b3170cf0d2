using TissueNet.Stages;

namespace TissueNet.Reports;

/// <summary>The shape of <c>run.json</c>.</summary>
internal sealed record RunDocument
{
    public string Notice { get; init; } = Figures.Notice;

    public required PipelinePart Pipeline { get; init; }

    public required DateTimeOffset Started { get; init; }

    public required DateTimeOffset Ended { get; init; }

    public required double Seconds { get; init; }

    public required bool WasStopped { get; init; }

    public required SlidesPart Slides { get; init; }

    public required PatchesPart Patches { get; init; }

    public required long PeakLeasedBytes { get; init; }

    public required IReadOnlyList<ModelFile> Models { get; init; }

    public required IReadOnlyDictionary<string, string> Versions { get; init; }

    public required IReadOnlyDictionary<string, string> Machine { get; init; }

    public required IReadOnlyList<StageCounters> Stages { get; init; }

    public static RunDocument From(RunManifest manifest, RunOutcome outcome) => new()
    {
        Pipeline = new PipelinePart(
            manifest.PipelineName, manifest.PipelinePath, manifest.PipelineHash, manifest.Overrides, manifest.PipelineText),
        Started = outcome.Started,
        Ended = outcome.Ended,
        Seconds = Math.Round((outcome.Ended - outcome.Started).TotalSeconds, 3),
        WasStopped = outcome.WasStopped,
        Slides = new SlidesPart(
            outcome.Slides.Count,
            outcome.Slides.Count(s => s.Status == SlideStatus.Succeeded),
            outcome.Slides.Count(s => s.Status == SlideStatus.Failed),
            outcome.Slides.Count(s => s.Status == SlideStatus.Skipped)),
        Patches = new PatchesPart(outcome.Slides.Sum(s => s.Scope.InferredPatches), outcome.Slides.Sum(s => s.Scope.FailedPatches)),
        PeakLeasedBytes = outcome.PeakLeasedBytes,
        Models = manifest.Models,
        Versions = new SortedDictionary<string, string>(manifest.Versions.ToDictionary(), StringComparer.Ordinal),
        Machine = new SortedDictionary<string, string>(manifest.Machine.ToDictionary(), StringComparer.Ordinal),
        Stages = outcome.Stages,
    };

    internal sealed record PipelinePart(string Name, string Path, string Hash, IReadOnlyList<string> Overrides, string Text);

    internal sealed record SlidesPart(int Total, int Succeeded, int Failed, int Skipped);

    internal sealed record PatchesPart(long Inferred, long Failed);
}
