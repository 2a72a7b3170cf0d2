using TissueNet.Hosting;
using TissueNet.Pipelines;
using TissueNet.Stages;

namespace TissueNet.Cli.Running;

/// <summary>Runs a plan. What the commands need of the engine.</summary>
internal interface IPipelineRunner
{
    /// <summary>Called as each slide ends, while its results are at hand.</summary>
    event Action<SlideOutcome>? SlideFinished;

    /// <summary>How far the run is; null before it begins.</summary>
    RunProgress? Progress { get; }

    /// <summary>Runs a plan to its end.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="output">The output folder.</param>
    /// <param name="limit">The most slides to run; null for all.</param>
    /// <param name="stop">Asks for a clean stop.</param>
    Task<RunOutcome> RunAsync(PipelinePlan plan, string output, int? limit, CancellationToken stop);
}
