using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using TissueNet.Inference;
using TissueNet.Inference.Onnx;
using TissueNet.Patches;
using TissueNet.Stages;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Inference;

public sealed class OnnxInferenceStageTests : IDisposable
{
    private const string Means = "{ name: means, kind: probabilities, classes: [red, green, blue] }";
    private readonly InferenceRig rig = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => rig.Dispose();

    [Fact]
    public async Task ProcessAsync_DynamicBatch_KeepsOrder()
    {
        using var model = new TinyModel(TinyOnnx.ChannelMeans(8), "size: 8, mpp: 0.5", Means);
        byte[][] images = [.. Enumerable.Range(0, 20).Select(i => Images.Flat(8, (byte)i, (byte)(255 - i), 51))];
        List<PatchPrediction> predictions = await rig.RunAsync(model.Options, images, 8, batch: 8);
        predictions.Select(p => p.Index).ShouldBe(Enumerable.Range(0, 20));
        foreach (PatchPrediction p in predictions)
        {
            p.Probabilities[0].ShouldBe(p.Index / 255f, 1e-6f);
            p.Probabilities[1].ShouldBe((255 - p.Index) / 255f, 1e-6f);
            p.Probabilities[2].ShouldBe(0.2f, 1e-6f);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(16)]
    public async Task ProcessAsync_FixedBatch_PadsAndIgnoresTheSurplus(int built)
    {
        using var model = new TinyModel(TinyOnnx.ChannelMeans(8, built), "size: 8, mpp: 0.5", Means);
        byte[][] images = [.. Enumerable.Range(0, 11).Select(i => Images.Flat(8, (byte)(i * 20), 0, 0))];
        List<PatchPrediction> predictions = await rig.RunAsync(model.Options, images, 8, batch: 6);
        predictions.Select(p => p.Probabilities[0]).ShouldBe(Enumerable.Range(0, 11).Select(i => i * 20 / 255f), 1e-6);
    }

    [Fact]
    public async Task ProcessAsync_BgrModel_GetsBlueFirst()
    {
        using var model = new TinyModel(TinyOnnx.ChannelMeans(8), "size: 8, mpp: 0.5, channels: bgr", Means);
        List<PatchPrediction> predictions = await rig.RunAsync(model.Options, [Images.Flat(8, 255, 0, 51)], 8);
        predictions[0].Probabilities.ShouldBe([0.2f, 0, 1], 1e-6);
    }

    [Fact]
    public async Task ProcessAsync_Float16NhwcModel_RunsAsDeclared()
    {
        byte[] onnx = new TinyOnnx().Node("Transpose", ["x"], ["t"]).Node("Flatten", ["t"], ["y"])
            .Input("x", TinyOnnx.Float16, "n", 1, 1, 3).Output("y", TinyOnnx.Float16, "n", 3).ToArray();

        // Transpose without perm reverses the axes, [3,1,1,n], so one patch at a time.
        using var model = new TinyModel(onnx, "size: 1, mpp: 0.5, layout: nhwc, type: float16", "{ kind: embedding }");
        StageException error = await Should.ThrowAsync<StageException>(async () => await rig.RunAsync(model.Options, [[255, 0, 51]], 1));
        error.Message.ShouldContain("first dimension must be the batch");

        byte[] flat = new TinyOnnx().Node("Flatten", ["x"], ["y"])
            .Input("x", TinyOnnx.Float16, "n", 1, 1, 3).Output("y", TinyOnnx.Float16, "n", 3).ToArray();
        using var good = new TinyModel(flat, "size: 1, mpp: 0.5, layout: nhwc, type: float16", "{ kind: probabilities, classes: [r, g, b] }");
        List<PatchPrediction> predictions = await rig.RunAsync(good.Options, [[255, 0, 51], [0, 255, 0]], 1);
        predictions[0].Probabilities.ShouldBe([1, 0, 0.2f], 1e-3);
        predictions[1].Probabilities.ShouldBe([0, 1, 0], 1e-3);
    }

    [Fact]
    public async Task ProcessAsync_Uint8Model_GetsBytes()
    {
        byte[] onnx = new TinyOnnx().Node("Cast", ["x"], ["f"], ("to", TinyOnnx.Float)).Node("GlobalAveragePool", ["f"], ["p"]).Node("Flatten", ["p"], ["y"])
            .Input("x", TinyOnnx.UInt8, "n", 3, 4, 4).Output("y", TinyOnnx.Float, "n", 3).ToArray();
        using var model = new TinyModel(onnx, "size: 4, mpp: 0.5, type: uint8", "{ kind: embedding }");
        List<PatchPrediction> predictions = await rig.RunAsync(model.Options, [Images.Flat(4, 7, 8, 200)], 4);
        predictions[0].Embedding.ShouldBe([7, 8, 200]);
    }

    [Theory]
    [InlineData("softmax", 0.5f, 0.25f)]
    [InlineData("sigmoid", 0.5f, 1 / 3f)]
    public async Task ProcessAsync_Logits_BecomeProbabilities(string activation, float first, float second)
    {
        // The logarithm of the mean: its softmax is the mean's share, its sigmoid mean / (1 + mean).
        using var model = new TinyModel(LogMeans(), "size: 4, mpp: 0.5", $"{{ kind: logits, classes: [r, g, b], activation: {activation} }}");
        List<PatchPrediction> predictions = await rig.RunAsync(model.Options, [activation == "softmax" ? Images.Flat(4, 200, 100, 100) : Images.Flat(4, 255, 127, 127)], 4);
        predictions[0].Probabilities[0].ShouldBe(first, 2e-3f);
        predictions[0].Probabilities[1].ShouldBe(second, 2e-3f);
    }

    [Fact]
    public async Task ProcessAsync_InfiniteOutput_EmitsNothingOfTheBatchAndFailsThatPatchAlone()
    {
        using var model = new TinyModel(LogMeans(), "size: 4, mpp: 0.5", "{ kind: embedding }");
        using OnnxInferenceStage stage = rig.Stage(model.Options);
        await stage.OpenAsync(Cancellation);
        var output = new CollectingOutput<PatchPrediction>();
        using Patch good = await rig.PatchAsync(Images.Flat(4, 9, 9, 9), 4);
        using Patch black = await rig.PatchAsync(Images.Flat(4, 0, 9, 9), 4, 1);

        StageException error = await Should.ThrowAsync<StageException>(async () => await stage.ProcessAsync([good, black], output, Cancellation));
        error.Message.ShouldContain("infinity");
        output.Items.ShouldBeEmpty();
        rig.Slide.Scope.InferredPatches.ShouldBe(0);

        // As the engine goes on: each patch alone.
        await stage.ProcessAsync([good], output, Cancellation);
        await Should.ThrowAsync<StageException>(async () => await stage.ProcessAsync([black], output, Cancellation));
        output.Items.ShouldHaveSingleItem().Index.ShouldBe(0);
        rig.Slide.Scope.InferredPatches.ShouldBe(1);
    }

    [Theory]
    [InlineData("size: 16, mpp: 0.5", Means, "[batch, 3, 8, 8]")]
    [InlineData("size: 8, mpp: 0.5, layout: nhwc", Means, "nhwc of 8 × 8 px")]
    [InlineData("size: 8, mpp: 0.5, type: float16", Means, "the manifest says float16")]
    [InlineData("name: imput, size: 8, mpp: 0.5", Means, "Did you mean 'input'?")]
    [InlineData("size: 8, mpp: 0.5", "{ name: probs, kind: probabilities, classes: [a, b, c] }", "no output tensor 'probs'; it has 'means'")]
    [InlineData("size: 8, mpp: 0.5", "{ kind: probabilities, classes: [a, b] }", "3 values per patch; the manifest lists 2 classes")]
    [InlineData("size: 8, mpp: 0.5, scale: 1", Means, "say 'kind: logits'")]
    public async Task OpenAsync_ModelUnlikeManifest_Refuses(string input, string outputs, string says)
    {
        using var model = new TinyModel(TinyOnnx.ChannelMeans(8), input, outputs);
        using OnnxInferenceStage stage = rig.Stage(model.Options);
        StageException error = await Should.ThrowAsync<StageException>(async () => await stage.OpenAsync(Cancellation));
        error.Message.ShouldContain(says);
        error.Remedy.ShouldNotBeNull();
        rig.Pool.LeaseCount.ShouldBe(0);
    }

    [Fact]
    public async Task OpenAsync_OtherHash_Refuses()
    {
        using var model = new TinyModel(TinyOnnx.ChannelMeans(8), "size: 8, mpp: 0.5", Means, new string('a', 64));
        using OnnxInferenceStage stage = rig.Stage(model.Options);
        StageException error = await Should.ThrowAsync<StageException>(async () => await stage.OpenAsync(Cancellation));
        error.Message.ShouldContain("its manifest");
        error.Message.ShouldContain(new string('a', 64));
    }

    [Fact]
    public async Task OpenAsync_NotAModel_SaysSo()
    {
        using var model = new TinyModel([1, 2, 3], "size: 8, mpp: 0.5", Means);
        using OnnxInferenceStage stage = rig.Stage(model.Options);
        StageException error = await Should.ThrowAsync<StageException>(async () => await stage.OpenAsync(Cancellation));
        error.Message.ShouldContain("cannot be loaded on cpu");
    }

    [Fact]
    public async Task OpenAsync_MissingProvider_FallsBackVisibly()
    {
        using var model = new TinyModel(TinyOnnx.ChannelMeans(8), "size: 8, mpp: 0.5", Means);
        using OnnxInferenceStage stage = rig.Stage(model.Options with { Providers = [ExecutionProvider.Tensorrt] });
        await stage.OpenAsync(Cancellation);
        stage.Model!.Provider.ShouldBe(ExecutionProvider.Cpu);
        stage.Model.Notes.ShouldContain(n => n.Contains("tensorrt: this build of ONNX Runtime has no TensorrtExecutionProvider", StringComparison.Ordinal));
        stage.Model.Notes.ShouldContain(n => n.Contains("fallback: cpu", StringComparison.Ordinal));
    }

    [Fact]
    public async Task OpenAsync_MissingProviderWithoutFallback_Refuses()
    {
        using var model = new TinyModel(TinyOnnx.ChannelMeans(8), "size: 8, mpp: 0.5", Means);
        using OnnxInferenceStage stage = rig.Stage(model.Options with { Providers = [ExecutionProvider.Tensorrt, ExecutionProvider.Openvino], Fallback = ProviderFallback.Fail });
        StageException error = await Should.ThrowAsync<StageException>(async () => await stage.OpenAsync(Cancellation));
        error.Message.ShouldContain("openvino: this build");
        error.Remedy.ShouldNotBeNull().ShouldContain("fallback: cpu");
    }

    [Theory]
    [InlineData(16, 0.5, "patch_size: 8")]
    [InlineData(8, 0.25, "mpp: 0.5")]
    public async Task ProcessAsync_PatchUnlikeModel_SaysWhatToSet(int size, double mpp, string remedy)
    {
        using var model = new TinyModel(TinyOnnx.ChannelMeans(8), "size: 8, mpp: 0.5", Means);
        StageException error = await Should.ThrowAsync<StageException>(async () => await rig.RunAsync(model.Options, [Images.Noise(size, 1)], size, mpp: mpp));
        error.Remedy.ShouldNotBeNull().ShouldContain(remedy);
    }

    [Fact]
    public async Task ProcessAsync_OtherMppUnchecked_Runs()
    {
        using var model = new TinyModel(TinyOnnx.ChannelMeans(8), "size: 8, mpp: 0.5", Means);
        (await rig.RunAsync(model.Options with { CheckMpp = false }, [Images.Noise(8, 1)], 8, mpp: 0.25)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Dispose_AfterConcurrentCalls_ReturnsTheLease()
    {
        using var model = new TinyModel(TinyOnnx.ChannelMeans(8), "size: 8, mpp: 0.5", Means);
        OnnxInferenceStage.Options options = model.Options with { Sessions = 2, Threads = 1 };
        OnnxInferenceStage stage = rig.Stage(options, batch: 4, parallel: 4);
        await stage.OpenAsync(Cancellation);
        stage.Model!.Plan.ShouldBe(new SessionPlan(2, 1));
        rig.Pool.LeasedBytes.ShouldBeInRange(1, options.HeldBytes(null, 4, 4) + 4096);
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(
            async () =>
            {
                byte value = (byte)(i * 6);
                using Patch patch = await rig.PatchAsync(Images.Flat(8, value, value, value), 8, i);
                var output = new CollectingOutput<PatchPrediction>();
                await stage.ProcessAsync([patch, patch], output, Cancellation);
                output.Items.ShouldAllBe(p => Math.Abs(p.Probabilities[2] - (value / 255f)) < 1e-6f);
                output.Items.Count.ShouldBe(2);
            },
            Cancellation)));
        stage.Dispose();
        rig.Pool.LeaseCount.ShouldBe(0);
    }

    [Fact]
    public async Task OpenAsync_MemoryTaken_SaysHowMuchIsMissingInsteadOfWaiting()
    {
        using var model = new TinyModel(TinyOnnx.ChannelMeans(8, batch: 64), "size: 8, mpp: 0.5", Means);
        using var pool = new PixelPool(80_000);
        using PixelLease other = await pool.LeaseAsync(40_000, Cancellation);
        using var stage = new OnnxInferenceStage(model.Options, rig.Context(batch: 4) with { Pool = pool });
        StageException failure = await Should.ThrowAsync<StageException>(
            async () => await stage.OpenAsync(Cancellation).AsTask().WaitAsync(TimeSpan.FromSeconds(20), Cancellation));
        failure.Message.ShouldContain("49,152 bytes"); // 64 patches, the batch built into the model
        failure.Message.ShouldContain("run.memory");
        failure.Remedy.ShouldNotBeNull().ShouldContain("Raise run.memory");
    }

    [Theory]
    [InlineData(null, 1)]
    [InlineData(3, 3)]
    [InlineData(100, 32)]
    public async Task HeldBytes_OnTheProcessor_AreWhatIsLeased(int? perRun, int patches)
    {
        using var model = new TinyModel(TinyOnnx.ChannelMeans(8), "size: 8, mpp: 0.5", Means);
        OnnxInferenceStage.Options options = model.Options with { Providers = [ExecutionProvider.Cpu], Sessions = 2, Threads = 1, PatchesPerRun = perRun };
        options.HeldBytes(null, 4, 32).ShouldBe(2L * patches * 768);
        using OnnxInferenceStage stage = rig.Stage(options, batch: 32, parallel: 4);
        await stage.OpenAsync(Cancellation);
        rig.Pool.LeasedBytes.ShouldBe(PixelPool.BlockBytes(2L * patches * 768));
    }

    [Fact]
    public async Task ProcessAsync_AllSessionsBusy_CountsTheWaitAsWait()
    {
        using var model = new TinyModel(TinyOnnx.ChannelMeans(8), "size: 8, mpp: 0.5", Means);
        int waits = 0;
        using var stage = new OnnxInferenceStage(model.Options, rig.Context(parallel: 2) with { Waited = _ => waits++ });
        await stage.OpenAsync(Cancellation);
        OnnxRunner taken = await stage.Model!.RentAsync(Cancellation);
        using Patch patch = await rig.PatchAsync(Images.Noise(8, 1), 8);
        var output = new CollectingOutput<PatchPrediction>();
        Task call = stage.ProcessAsync([patch], output, Cancellation).AsTask();
        call.IsCompleted.ShouldBeFalse();
        stage.Model.Return(taken);
        await call;
        waits.ShouldBe(1);
        await stage.ProcessAsync([patch], output, Cancellation);
        waits.ShouldBe(1);
    }

    [Fact]
    public async Task ProcessAsync_Stopped_LeavesTheRestOfTheBatch()
    {
        using var model = new TinyModel(TinyOnnx.ChannelMeans(8), "size: 8, mpp: 0.5", Means);
        using OnnxInferenceStage stage = rig.Stage(model.Options);
        await stage.OpenAsync(Cancellation);
        using Patch patch = await rig.PatchAsync(Images.Noise(8, 1), 8);
        Patch[] batch = [.. Enumerable.Repeat(patch, 200_000)]; // seconds
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        Task call = Task.Run(() => stage.ProcessAsync(batch, new CollectingOutput<PatchPrediction>(), stop.Token).AsTask(), Cancellation);
        stop.CancelAfter(50);
        await Should.ThrowAsync<OperationCanceledException>(call);
    }

    [Fact]
    public async Task OpenAsync_SessionsLeftOpen_MeasuresAndKeepsTheChoice()
    {
        using var model = new TinyModel(TinyOnnx.ChannelMeans(8), "size: 8, mpp: 0.5", Means);
        OnnxInferenceStage.Options open = model.Options with { Sessions = null, Threads = null };
        using OnnxInferenceStage first = rig.Stage(open, parallel: 2);
        using OnnxInferenceStage second = rig.Stage(open, parallel: 2);
        await first.OpenAsync(Cancellation);
        await second.OpenAsync(Cancellation);
        first.Model!.Plan.ShouldBe(second.Model!.Plan);
        if (Environment.ProcessorCount > 1)
        {
            first.Model.Notes.ShouldContain(n => n.Contains("by measurement", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Run_FullBatches_AllocatesLittle()
    {
        using var model = new TinyModel(TinyOnnx.ChannelMeans(64), "size: 64, mpp: 0.5", Means);
        using OnnxInferenceStage stage = rig.Stage(model.Options with { PatchesPerRun = 8 });
        await stage.OpenAsync(Cancellation);
        OnnxRunner runner = await stage.Model!.RentAsync(Cancellation);
        byte[] rgb = Images.Noise(64, 1);
        runner.Run(8);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int batch = 0; batch < 10; batch++)
        {
            for (int slot = 0; slot < 8; slot++)
            {
                runner.Load(slot, rgb);
            }

            runner.Run(8);
        }

        // The tensors alone are 393,216 bytes a batch; what is left are the binding's small arrays of names.
        ((GC.GetAllocatedBytesForCurrentThread() - before) / 10).ShouldBeLessThan(2048);
        stage.Model.Return(runner);
    }

    [Fact]
    public async Task MeasureAsync_OpenedStage_CountsWholeBatches()
    {
        using var model = new TinyModel(TinyOnnx.ChannelMeans(8), "size: 8, mpp: 0.5", Means);
        using OnnxInferenceStage stage = rig.Stage(model.Options, batch: 4);
        await stage.OpenAsync(Cancellation);
        InferenceRate rate = await InferenceOnlyBenchmark.MeasureAsync(stage, TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancellation);
        rate.PatchesPerSecond.ShouldBeGreaterThan(0);
        (rate.Patches % 4).ShouldBe(0);
    }

    [Fact]
    public async Task OpenAsync_MadeByDependencyInjection_LogsTheChoice()
    {
        using var model = new TinyModel(TinyOnnx.ChannelMeans(8), "size: 8, mpp: 0.5", Means);
        var log = new FakeLogger<OnnxInferenceStage>();
        using ServiceProvider services = new ServiceCollection().AddSingleton<ILogger<OnnxInferenceStage>>(log).BuildServiceProvider();
        using ServiceProvider none = new ServiceCollection().BuildServiceProvider();
        foreach (ServiceProvider provider in new[] { services, none })
        {
            using var stage = ActivatorUtilities.CreateInstance<OnnxInferenceStage>(provider, model.Options, rig.Context());
            await stage.OpenAsync(Cancellation);
        }

        log.Collector.GetSnapshot().ShouldHaveSingleItem().Message.ShouldContain("model 'tiny' on cpu, 1 sessions × 1 threads");
    }

    [Fact]
    public async Task ProcessAsync_WsinferConfig_AppliesSoftmax()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder.File("model.onnx"), TinyOnnx.ChannelMeans(8), Cancellation);
        await File.WriteAllTextAsync(
            folder.File("config.json"),
            """
            { "spec_version": "1.0", "architecture": "tiny", "num_classes": 3, "patch_size_pixels": 16, "spacing_um_px": 0.25,
              "class_names": ["a", "b", "c"], "transform": [{ "name": "Resize", "arguments": { "size": 8 } }, { "name": "ToTensor" }] }
            """,
            Cancellation);
        List<PatchPrediction> predictions = await rig.RunAsync(new() { Model = folder.File("config.json") }, [Images.Flat(8, 255, 0, 0)], 8);
        predictions[0].Probabilities[0].ShouldBe(MathF.E / (MathF.E + 2), 1e-6f);
        predictions[0].ClassNames.ShouldBe(["a", "b", "c"]);
    }

    [Fact]
    public void Check_FaultyManifest_ReportsEachProblem()
    {
        using var model = new TinyModel(TinyOnnx.ChannelMeans(8), "size: [8, 9], mpp: 0.5, std: [1, 0, 1]", "{ kind: score }");
        model.Options.Check().Select(p => p.Option).ShouldBe(["Model", "Model"]);
        model.Options.Check().First().Message.ShouldContain(model.Manifest + ":3:");
        new OnnxInferenceStage.Options().Check().Single().Message.ShouldContain("'model' is missing");
    }

    private static byte[] LogMeans() => new TinyOnnx()
        .Node("GlobalAveragePool", ["x"], ["p"]).Node("Flatten", ["p"], ["m"]).Node("Log", ["m"], ["y"])
        .Input("x", TinyOnnx.Float, "n", 3, 4, 4).Output("y", TinyOnnx.Float, "n", 3).ToArray();
}
