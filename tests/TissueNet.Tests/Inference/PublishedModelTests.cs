using System.Runtime.InteropServices;
using System.Text.Json;
using TissueNet.Inference;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Inference;

/// <summary>Real networks with known outputs, through the stage.</summary>
public class PublishedModelTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(32)]
    public async Task TissueTypes_GoldenTiles_GiveTheCardsProbabilities(int batch)
    {
        string folder = Repository.Shared("models", "tissue-types.golden");
        using JsonDocument expected = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "expected.json"), TestContext.Current.CancellationToken));
        JsonElement[] tiles = [.. expected.RootElement.GetProperty("tiles").EnumerateArray()];
        byte[][] images = [.. tiles.Select(t => Images.Rgb(Path.Combine(folder, t.GetProperty("file").GetString()!)))];

        using var rig = new InferenceRig();
        var options = new OnnxInferenceStage.Options { Model = Repository.PathOf("models", "tissue-types.yaml"), Sessions = 1, Threads = 1 };
        List<PatchPrediction> predictions = await rig.RunAsync(options, images, 224, batch);

        predictions.Count.ShouldBe(16);
        predictions[0].ClassNames.ShouldBe(expected.RootElement.GetProperty("classes").EnumerateArray().Select(c => c.GetString()));
        foreach ((PatchPrediction prediction, JsonElement tile) in predictions.Zip(tiles))
        {
            string file = tile.GetProperty("file").GetString()!;
            float[] probabilities = [.. tile.GetProperty("probabilities").EnumerateArray().Select(p => p.GetSingle())];
            prediction.Probabilities.Zip(probabilities, (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(1e-4f, file);
            float[] embedding = [.. tile.GetProperty("embedding").EnumerateArray().Select(p => p.GetSingle())];
            prediction.Embedding!.Zip(embedding, (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(1e-2f, file);
            prediction.Probabilities.Sum().ShouldBe(1, 1e-5f);
        }

        rig.Slide.Scope.InferredPatches.ShouldBe(16);
        rig.Pool.LeaseCount.ShouldBe(0);
    }

    [Fact]
    public async Task PerPixelModel_Patch_ReproducesThePublishedProbabilities()
    {
        using var folder = new TemporaryFolder();
        File.Copy(Repository.Shared("data", "models", "tissue_model-eddl-1.1.onnx"), folder.File("tissue_model.onnx"));
        await File.WriteAllTextAsync(
            folder.File("tissue_model.yaml"),
            """
            name: tissue_model
            sha256: b2f520266e337005064bda2004d3c06fbf4f0c37f6eb192c58fc70af78782ec5
            input: { name: input2, layout: nhwc, size: 1, mpp: 0.5, scale: 1 }
            outputs: [ { name: softmax8, kind: probabilities, classes: [glass, tissue] } ]
            """,
            TestContext.Current.CancellationToken);
        byte[] rgb = Images.Rgb(Repository.Shared("data", "models", "tissue_model-patch.png"));
        byte[] npy = await File.ReadAllBytesAsync(Repository.Shared("data", "models", "tissue_model-patch-expected.npy"), TestContext.Current.CancellationToken);
        float[] expected = MemoryMarshal.Cast<byte, float>(npy.AsSpan(128)).ToArray();

        using var rig = new InferenceRig();
        var options = new OnnxInferenceStage.Options { Model = folder.File("tissue_model.yaml"), Sessions = 1, Threads = 1, PatchesPerRun = 4096 };
        List<PatchPrediction> predictions = await rig.RunAsync(options, [.. rgb.Chunk(3)], 1, batch: 4096);

        predictions.Count.ShouldBe(65536);
        predictions.Zip(expected, (p, e) => Math.Abs(p.Probabilities[1] - e)).Max().ShouldBeLessThan(1e-5f);
        rig.Pool.LeaseCount.ShouldBe(0);
    }

    [Theory]
    [InlineData("light_squeezenet", "data_0")]
    [InlineData("light_resnet50", "gpu_0/data_0")]
    [InlineData("light_densenet121", "data_0")]
    public async Task FixedBatchModel_SeveralPatches_GivesThePublishedOutputForEach(string name, string input)
    {
        using var folder = new TemporaryFolder();
        File.Copy(Repository.Shared("data", "models", name + ".onnx"), folder.File(name + ".onnx"));
        await File.WriteAllTextAsync(
            folder.File(name + ".yaml"),
            $$"""
            name: {{name}}
            input: { name: {{input}}, size: 224, mpp: 0.5 }
            outputs: [ { kind: embedding } ]
            """,
            TestContext.Current.CancellationToken);
        byte[] proto = await File.ReadAllBytesAsync(Repository.Shared("data", "models", name + "_output_0.pb"), TestContext.Current.CancellationToken);
        float[] expected = MemoryMarshal.Cast<byte, float>(proto.AsSpan(proto.Length - 4000)).ToArray(); // raw_data is the last field

        using var rig = new InferenceRig();
        var options = new OnnxInferenceStage.Options { Model = folder.File(name + ".yaml"), Sessions = 1, Threads = 2 };
        List<PatchPrediction> predictions = await rig.RunAsync(options, [Images.Noise(224, 1), Images.Flat(224, 9, 99, 199)], 224, batch: 3);

        predictions.Count.ShouldBe(2);
        foreach (PatchPrediction prediction in predictions)
        {
            prediction.Probabilities.ShouldBeEmpty();
            prediction.Embedding!.Zip(expected, (a, b) => Math.Abs(a - b) / Math.Max(1, Math.Abs(b))).Max().ShouldBeLessThan(1e-4f);
        }
    }

    [Fact]
    public async Task BenchModel_AnyBatchSessionsAndThreads_GivesTheSame()
    {
        byte[][] images = [.. Enumerable.Range(0, 33).Select(i => Images.Noise(224, i))];
        using var rig = new InferenceRig();
        string model = Repository.PathOf("models", "bench-shufflenet.yaml");
        List<PatchPrediction> reference = await rig.RunAsync(new OnnxInferenceStage.Options { Model = model, Sessions = 1, Threads = 1 }, images, 224, batch: 1);
        foreach ((int batch, int? perRun, int? sessions, int? threads) in new (int, int?, int?, int?)[] { (8, null, 1, 2), (32, 32, 2, 1), (32, 5, null, null) })
        {
            var options = new OnnxInferenceStage.Options { Model = model, Sessions = sessions, Threads = threads, PatchesPerRun = perRun };
            List<PatchPrediction> others = await rig.RunAsync(options, images, 224, batch, parallel: 2);
            others.Select(p => p.Index).ShouldBe(Enumerable.Range(0, 33));
            foreach ((PatchPrediction a, PatchPrediction b) in reference.Zip(others))
            {
                a.Probabilities.Zip(b.Probabilities, (x, y) => Math.Abs(x - y)).Max().ShouldBeLessThan(1e-5f);
            }
        }

        rig.Pool.LeaseCount.ShouldBe(0);
    }
}
