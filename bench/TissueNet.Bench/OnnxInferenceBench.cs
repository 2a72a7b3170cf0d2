using BenchmarkDotNet.Attributes;
using TissueNet.Inference;
using TissueNet.Patches;
using TissueNet.Stages;

namespace TissueNet.Bench;

/// <summary><c>onnx_inference</c>: batches of 32 patches through models/bench-shufflenet, one batch at a time; per patch.</summary>
[MemoryDiagnoser]
public class OnnxInferenceBench : SlideBench
{
    private const int Batch = 32;
    private readonly ReleasingOutput<PatchPrediction> output = new();
    private IReadOnlyList<Patch> patches = null!;
    private IBatchStage<Patch, PatchPrediction> stage = null!;

    /// <summary>Threads that work on a batch.</summary>
    [Params(1, 2)]
    public int Threads { get; set; }

    [GlobalSetup]
    public async Task Setup()
    {
        IReadOnlyList<Patch> read = await Bench.PatchesAsync(Batch);
        patches = [.. Enumerable.Range(0, Batch).Select(i => read[i % read.Count])];
        var options = new OnnxInferenceStage.Options { Model = BenchModel.Manifest, Sessions = 1, Threads = Threads };
        stage = new OnnxInferenceStage(options, Bench.Context());
        await stage.OpenAsync(CancellationToken.None);
    }

    protected override void Dispose(bool disposing)
    {
        (stage as IDisposable)?.Dispose();
        foreach (Patch patch in patches.Distinct())
        {
            patch.Dispose();
        }

        base.Dispose(disposing);
    }

    [Benchmark(OperationsPerInvoke = Batch)]
    public async Task<int> Infer()
    {
        await stage.ProcessAsync(patches, output, CancellationToken.None);
        return output.Count;
    }
}
