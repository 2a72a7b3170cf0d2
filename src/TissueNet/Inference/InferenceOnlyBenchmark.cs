using TissueNet.Inference.Onnx;

namespace TissueNet.Inference;

/// <summary>
/// Measures how fast a model runs when nothing else is to be done: decoded patches in memory, the same batch, sessions and threads as
/// in the pipeline. What a pipeline reaches of it is its efficiency.
/// </summary>
internal static class InferenceOnlyBenchmark
{
    /// <summary>Distinct patches fed in turn, so that the source is not always in the first-level cache.</summary>
    private const int SourcePatches = 16;

    /// <summary>Runs an opened stage's model for a while.</summary>
    /// <param name="stage">The stage, opened.</param>
    /// <param name="duration">How long; at least one batch per caller is run.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancellation">Ends it early.</param>
    public static async Task<InferenceRate> MeasureAsync(
        OnnxInferenceStage stage, TimeSpan duration, TimeProvider clock, CancellationToken cancellation)
    {
        OnnxModel model = stage.Model ?? throw new InvalidOperationException("The stage was not opened.");
        byte[][] sources = [.. Enumerable.Range(0, SourcePatches).Select(i => Shifted(ProbeImage.Rgb(model.Manifest.Input), i))];
        var decoder = new PredictionDecoder(model.Signature);
        long patches = 0;
        long start = clock.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, model.Plan.Sessions).Select(_ => Task.Run(
            async () =>
            {
                do
                {
                    await RunBatchAsync(model, decoder, sources, stage.Batch, cancellation);
                    Interlocked.Add(ref patches, stage.Batch);
                }
                while (clock.GetElapsedTime(start) < duration && !cancellation.IsCancellationRequested);
            },
            cancellation)));
        return new InferenceRate(patches, clock.GetElapsedTime(start).TotalSeconds);
    }

    private static async ValueTask RunBatchAsync(
        OnnxModel model, PredictionDecoder decoder, byte[][] sources, int batch, CancellationToken cancellation)
    {
        OnnxRunner runner = await model.RentAsync(cancellation);
        try
        {
            for (int start = 0; start < batch; start += runner.Capacity)
            {
                int count = Math.Min(runner.Capacity, batch - start);
                for (int slot = 0; slot < count; slot++)
                {
                    runner.Load(slot, sources[(start + slot) % sources.Length]);
                }

                runner.Run(count);
                for (int slot = 0; slot < count; slot++)
                {
                    decoder.Read(runner, slot);
                }
            }
        }
        finally
        {
            model.Return(runner);
        }
    }

    private static byte[] Shifted(byte[] rgb, int by)
    {
        for (int i = 0; i < rgb.Length; i++)
        {
            rgb[i] = (byte)Math.Min(255, rgb[i] + by);
        }

        return rgb;
    }
}
