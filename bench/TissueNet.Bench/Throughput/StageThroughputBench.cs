using BenchmarkDotNet.Attributes;

namespace TissueNet.Bench.Throughput;

/// <summary>
/// Each stage of a pipeline alone, one call at a time, on the inputs that a run over a real slide gave it. Runs in process, since the
/// inputs cannot leave it.
/// </summary>
[MemoryDiagnoser]
public class StageThroughputBench
{
    private CapturedStage stage = null!;

    /// <summary>What <c>--pipeline</c> and <c>--slide</c> named; set before the benchmark runs.</summary>
    internal static PipelineCapture? Capture { get; set; }

    public static IEnumerable<string> StageIds => Capture?.Stages.Where(s => s.Count > 0).Select(s => s.Id) ?? [];

    [ParamsSource(nameof(StageIds))]
    public string Stage { get; set; } = "";

    [GlobalSetup]
    public void Setup() => stage = Capture!.Stages.First(s => s.Id == Stage);

    [Benchmark]
    public Task Call() => stage.RunOnceAsync();
}
