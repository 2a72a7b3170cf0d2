using TissueNet.Inference;
using TissueNet.Patches;
using TissueNet.Regions;
using TissueNet.Slides;
using TissueNet.Stages;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Inference;

/// <summary>Runs the stage as the engine does, on patches made from pixels; one call after another.</summary>
internal sealed class InferenceRig : IDisposable
{
    public PixelPool Pool { get; } = new(1L << 30);

    public Slide Slide { get; } = MemorySlideReader.Slide(1, 1, [255, 255, 255]);

    public OnnxInferenceStage Stage(OnnxInferenceStage.Options options, int batch = 8, int parallel = 1) => new(options, Context(batch, parallel));

    public StageContext Context(int batch = 8, int parallel = 1) => new()
    {
        Id = "onnx_inference",
        Pool = Pool,
        BaseDirectory = "",
        OutputDirectory = "",
        Batch = batch,
        Parallel = parallel,
    };

    public async Task<Patch> PatchAsync(byte[] rgb, int size, int index = 0, double mpp = 0.5)
    {
        PixelLease lease = await Pool.LeaseAsync(rgb.Length, TestContext.Current.CancellationToken);
        rgb.CopyTo(lease.GetSpan());
        var region = new Region
        {
            Slide = Slide,
            Index = index,
            Level0X = 0,
            Level0Y = 0,
            Level0Width = size,
            Level0Height = size,
            PatchPixels = size,
            Mpp = mpp,
        };
        return new Patch(region, lease);
    }

    /// <summary>Opens the stage, runs all patches through it in batches, and disposes it.</summary>
    public async Task<List<PatchPrediction>> RunAsync(OnnxInferenceStage.Options options, IReadOnlyList<byte[]> images, int size, int batch = 8, int parallel = 1, double mpp = 0.5)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        var output = new CollectingOutput<PatchPrediction>();
        using OnnxInferenceStage stage = Stage(options, batch, parallel);
        await stage.OpenAsync(cancellation);
        foreach ((int start, byte[][] chunk) in images.Chunk(batch).Select((c, i) => (i * batch, c)))
        {
            var patches = new List<Patch>();
            foreach ((int i, byte[] rgb) in chunk.Index())
            {
                patches.Add(await PatchAsync(rgb, size, start + i, mpp));
            }

            await stage.ProcessAsync(patches, output, cancellation);
            patches.ForEach(p => p.Dispose());
        }

        return output.Items;
    }

    public void Dispose() => Pool.Dispose();
}
