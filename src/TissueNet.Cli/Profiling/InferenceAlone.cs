using System.Diagnostics;
using TissueNet.Inference;
using TissueNet.Pipelines.Graph;

namespace TissueNet.Cli.Profiling;

/// <summary>Measures a pipeline's models alone, in the moment between their opening and the first slide's.</summary>
internal sealed class InferenceAlone(TimeProvider time, CancellationToken cancellation)
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(5);
    private long ended = time.GetTimestamp();
    private TimeSpan cpuBefore = CpuTime;

    /// <summary>Inferred patches per second that the models reach taking turns, as a run counts them; null without a model.</summary>
    public double? PatchesPerSecond { get; private set; }

    /// <summary>Seconds since the measurement ended, which is when the run proper began.</summary>
    public double SecondsSince => time.GetElapsedTime(ended).TotalSeconds;

    /// <summary>Processor seconds that this process used since then.</summary>
    public double CpuSecondsSince => (CpuTime - cpuBefore).TotalSeconds;

    private static TimeSpan CpuTime => Process.GetCurrentProcess().TotalProcessorTime;

    /// <summary>Measures the models of an opened graph.</summary>
    public async Task MeasureAsync(PipelineGraph graph)
    {
        double secondsPerPatch = 0;
        int models = 0;
        foreach (OnnxInferenceStage stage in graph.Stages.OfType<OnnxInferenceStage>())
        {
            InferenceRate rate = await InferenceOnlyBenchmark.MeasureAsync(stage, Duration, time, cancellation);
            secondsPerPatch += rate.Seconds / Math.Max(1, rate.Patches);
            models++;
        }

        PatchesPerSecond = secondsPerPatch > 0 ? models / secondsPerPatch : null;
        cpuBefore = CpuTime;
        ended = time.GetTimestamp();
    }
}
