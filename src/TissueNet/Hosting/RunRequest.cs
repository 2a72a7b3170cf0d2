using TissueNet.Pipelines;
using TissueNet.Pipelines.Graph;
using TissueNet.Stages;

namespace TissueNet.Hosting;

/// <summary>What to run.</summary>
internal sealed record RunRequest
{
    /// <summary>The checked pipeline.</summary>
    public required PipelinePlan Plan { get; init; }

    /// <summary>Folder for outputs; made if need be.</summary>
    public required string OutputDirectory { get; init; }

    /// <summary>The most slides to run, from the first; null for all.</summary>
    public int? Limit { get; init; }

    /// <summary>Wraps stages' invokers, by position in the plan: for tests of schedules and for measuring. Default none.</summary>
    public Func<int, StageInvoker, StageInvoker>? DecorateInvoker { get; init; }

    /// <summary>Told of every slide that has ended, one at a time, while its results are still there.</summary>
    public Action<SlideOutcome>? SlideFinished { get; init; }
}
