using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.Extensions.Logging;
using TissueNet.Inference.Manifests;
using TissueNet.Inference.Onnx;
using TissueNet.Patches;
using TissueNet.Stages;

namespace TissueNet.Inference;

/// <summary>Runs an ONNX model on batches of patches: class probabilities, an embedding, or both per patch.</summary>
/// <remarks>
/// <c>parallel</c> bounds the batches at once and with it the sessions that may be chosen; on a machine of many cores raise it.
/// Predictions are for research; what a model may be used for stands in its manifest.
/// </remarks>
[Stage("onnx_inference", Example = "onnx_inference: { model: ../models/tissue-types.yaml }", Parallel = 4)]
internal sealed partial class OnnxInferenceStage(
    OnnxInferenceStage.Options options, StageContext context, ILogger<OnnxInferenceStage>? logger = null)
    : IBatchStage<Patch, PatchPrediction>, IUsesModels, IDisposable
{
    private OnnxModel? model;
    private PredictionDecoder? decoder;

    /// <summary>Options of <c>onnx_inference</c>.</summary>
    public sealed record Options : IOptionsCheck, ILeaseHolder
    {
        /// <summary>The model's manifest: a YAML beside the .onnx, or a WSInfer config.json. Required.</summary>
        [PathOption]
        public string Model { get; init; } = "";

        /// <summary>Execution providers to try, in order: auto, cuda, tensorrt, directml, openvino, coreml, cpu. Default auto: the first of cuda, directml, coreml and cpu that works.</summary>
        public IReadOnlyList<ExecutionProvider> Providers { get; init; } = [ExecutionProvider.Auto];

        /// <summary>When no provider of the list works: cpu, to run on the processor and say so, or fail. Default cpu.</summary>
        public ProviderFallback Fallback { get; init; } = ProviderFallback.Cpu;

        /// <summary>Batches that run at once, at most <c>parallel</c>. 1–256; left out, it is chosen by measurement.</summary>
        [Range(1, 256)]
        public int? Sessions { get; init; }

        /// <summary>Threads that work on one batch. 1–256; left out, it is chosen by measurement.</summary>
        [Range(1, 256)]
        public int? Threads { get; init; }

        /// <summary>
        /// Patches per run of the model; a larger batch takes several runs. 1–4096; left out, it is 1 on the processor, where more gain
        /// nothing and a patch alone gives the same bits whatever its neighbours, and the whole batch elsewhere.
        /// </summary>
        [Range(1, 4096)]
        [Unit("patches")]
        public int? PatchesPerRun { get; init; }

        /// <summary>Whether each session runs once before the first slide, so that the first batch is not slower than the rest. Default true.</summary>
        public bool WarmUp { get; init; } = true;

        /// <summary>Whether patches of another resolution than the model's, by more than 2 %, are refused. Default true.</summary>
        public bool CheckMpp { get; init; } = true;

        /// <inheritdoc/>
        public IEnumerable<OptionProblem> Check()
        {
            if (Model.Length == 0)
            {
                return [new OptionProblem(nameof(Model), "'model' is missing.", "Name the model's manifest, such as '../models/tissue-types.yaml'.")];
            }

            if (Providers.Count == 0)
            {
                return [new OptionProblem(nameof(Providers), "'providers' is empty.", "Say 'auto', or list providers in order.")];
            }

            // That the file exists is checked by [PathOption].
            ManifestResult? result = File.Exists(Model) ? ModelManifestReader.Read(Model) : null;
            IEnumerable<OptionProblem> problems = result?.Messages.Select(m => new OptionProblem(nameof(Model), m)) ?? [];
            return result?.Manifest?.Input is { } input && input.Width != input.Height
                ? problems.Append(new OptionProblem(nameof(Model), $"The model takes patches of {input.Width} × {input.Height} px, and patches are square."))
                : problems;
        }

        /// <inheritdoc/>
        public long HeldBytes(long? patchBytes, int parallel, int batch)
        {
            ModelInput? input = File.Exists(Model) ? ModelManifestReader.Read(Model).Manifest?.Input : null;
            long tensorBytes = input is null ? (patchBytes ?? 0) * sizeof(float) : (long)input.Elements * input.ElementBytes;

            // As OnnxModel plans it; which provider will be found, and whether the batch is built into the model, shows at its opening.
            int sessions = SessionTuner.Candidates(Environment.ProcessorCount, parallel, Sessions, Threads).Max(c => c.Sessions);
            long processor = sessions * SessionPool.RunnerBytes(tensorBytes, Math.Min(PatchesPerRun ?? OnnxModel.CpuPatchesPerRun, batch));
            long device = Math.Min(Sessions ?? 1, parallel) * SessionPool.RunnerBytes(tensorBytes, Math.Min(PatchesPerRun ?? batch, batch));
            return Providers.All(p => p == ExecutionProvider.Cpu) ? processor : Math.Max(processor, device);
        }
    }

    /// <summary>The opened model; null before <see cref="OpenAsync"/>.</summary>
    internal OnnxModel? Model => model;

    /// <inheritdoc/>
    public IEnumerable<(string Name, string Path, string Sha256)> Models =>
        model is null ? [] : [(model.Manifest.Name, model.Manifest.ModelPath, model.Sha256)];

    /// <summary>Patches per batch at most.</summary>
    internal int Batch => context.Batch;

    /// <summary>Calls at once at most.</summary>
    internal int Parallel => context.Parallel;

    /// <inheritdoc/>
    public async ValueTask OpenAsync(CancellationToken cancellation)
    {
        model = await OnnxModel.OpenAsync(
            new OnnxModelSettings
            {
                Manifest = ModelManifestReader.Read(options.Model).OrThrow(),
                Providers = options.Providers,
                Fallback = options.Fallback,
                Sessions = options.Sessions,
                Threads = options.Threads,
                Parallel = context.Parallel,
                Batch = context.Batch,
                PatchesPerRun = options.PatchesPerRun,
                WarmUp = options.WarmUp,
            },
            context.Pool,
            cancellation);
        decoder = new PredictionDecoder(model.Signature);
        if (logger is not null)
        {
            string notes = string.Join(" ", model.Notes);
            LogOpened(logger, context.Id, model.Manifest.Name, SessionFactory.Named(model.Provider), model.Plan.Sessions, model.Plan.Threads, model.Capacity, notes);
        }
    }

    /// <inheritdoc/>
    public async ValueTask ProcessAsync(IReadOnlyList<Patch> batch, IStageOutput<PatchPrediction> output, CancellationToken cancellation)
    {
        foreach (Patch patch in batch)
        {
            Check(patch);
        }

        // All of the batch is decoded before anything is emitted: after a failure the engine can then try each patch alone.
        PatchPrediction[] predictions = await InferAsync(batch, cancellation);
        foreach (PatchPrediction prediction in predictions)
        {
            prediction.Scope.CountInferred();
            await output.EmitAsync(prediction, cancellation);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        model?.Dispose();
        model = null;
    }

    private async ValueTask<PatchPrediction[]> InferAsync(IReadOnlyList<Patch> batch, CancellationToken cancellation)
    {
        OnnxModel opened = model ?? throw new InvalidOperationException("The stage was not opened.");
        var predictions = new PatchPrediction[batch.Count];
        OnnxRunner runner = await context.WaitAsync(opened.RentAsync(cancellation));
        try
        {
            for (int start = 0; start < batch.Count; start += runner.Capacity)
            {
                // A stop need not wait for the rest of a batch of a slow model.
                cancellation.ThrowIfCancellationRequested();
                int count = Math.Min(runner.Capacity, batch.Count - start);
                for (int slot = 0; slot < count; slot++)
                {
                    runner.Load(slot, batch[start + slot].Rgb);
                }

                runner.Run(count);
                for (int slot = 0; slot < count; slot++)
                {
                    predictions[start + slot] = decoder!.Decode(runner, slot, batch[start + slot].Region);
                }
            }
        }
        finally
        {
            opened.Return(runner);
        }

        return predictions;
    }

    private void Check(Patch patch)
    {
        ModelInput input = model!.Manifest.Input;
        if (patch.Width != input.Width || patch.Height != input.Height)
        {
            throw new StageException(
                $"The patch is {patch.Width} × {patch.Height} px; the model '{model.Manifest.Name}' takes {input.Width} × {input.Height} px.",
                $"Set 'patch_size: {input.Width}' in region_grid.");
        }

        if (options.CheckMpp && Math.Abs((patch.Region.Mpp / input.Mpp) - 1) > 0.02)
        {
            string expected = input.Mpp.ToString("0.####", CultureInfo.InvariantCulture);
            throw new StageException(
                string.Create(CultureInfo.InvariantCulture, $"The patch is at {patch.Region.Mpp:0.####} um/px; the model '{model.Manifest.Name}' was trained at {expected} um/px."),
                $"Set 'mpp: {expected}' in region_grid, or 'check_mpp: false' if you know that the model bears it.");
        }
    }

    [LoggerMessage(LogLevel.Information, "{Stage}: model '{Model}' on {Provider}, {Sessions} sessions × {Threads} threads, batches of {Batch}. {Notes}")]
    private static partial void LogOpened(ILogger logger, string stage, string model, string provider, int sessions, int threads, int batch, string notes);
}
