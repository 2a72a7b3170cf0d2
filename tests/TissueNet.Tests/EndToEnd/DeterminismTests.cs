using TissueNet.Stages;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.EndToEnd;

/// <summary>Same inputs, same bytes, whatever the parallelism and the order of events.</summary>
public sealed class DeterminismTests(DeterminismTests.Baseline baseline) : IClassFixture<DeterminismTests.Baseline>
{
    [Theory]
    [InlineData("parallel 1", 0, "read_patch.parallel=1", "onnx_inference.parallel=1", "run.open_slides=1")]
    [InlineData("parallel 2", 0, "read_patch.parallel=2", "onnx_inference.parallel=2")]
    [InlineData("parallel 4", 0, "read_patch.parallel=4", "onnx_inference.parallel=4", "run.open_slides=2")]
    [InlineData("one session", 0, "onnx_inference.sessions=1", "onnx_inference.threads=2")]
    [InlineData("shuffled 1", 1)]
    [InlineData("shuffled 2", 2, "read_patch.parallel=4")]
    [InlineData("batch 1", 0, "onnx_inference.batch=1")]
    [InlineData("batch 8", 0, "onnx_inference.batch=8")]
    [InlineData("batch 32", 0, "onnx_inference.batch=32")]
    public async Task Run_AnyParallelismBatchAndSchedule_GivesTheSameFiles(string name, int shuffle, params string[] overrides)
    {
        Dictionary<string, byte[]> expected = await baseline.Files.Value;
        Dictionary<string, byte[]> found = await FilesAsync(baseline.Folder, name, shuffle, overrides);
        found.Keys.ShouldBe(expected.Keys, ignoreOrder: true);
        expected.Count.ShouldBe((2 * 4) + 1);
        foreach ((string file, byte[] bytes) in expected)
        {
            found[file].AsSpan().SequenceEqual(bytes).ShouldBeTrue($"{file} differs: {name}");
        }
    }

    private static void WriteSlides(TemporaryFolder folder)
    {
        Directory.CreateDirectory(folder.File("slides"));
        File.WriteAllText(folder.File("slides/a.synthetic"), "width: 2600\nheight: 2200\nseed: 3\ntissue: 50 %\n");
        File.WriteAllText(folder.File("slides/b.synthetic"), "width: 1900\nheight: 2400\nseed: 4\ntissue: 50 %\n");
    }

    private static async Task<Dictionary<string, byte[]>> FilesAsync(TemporaryFolder folder, string name, int shuffle, params string[] overrides)
    {
        string output = folder.File(name);
        RunOutcome outcome = await EngineRun.RunAsync(
            $$"""
            name: determinism
            slides: { path: '{{folder.File("slides")}}' }
            stages:
              - open_slide: {}
              - otsu_tissue_mask: { mpp: 8 }
              - region_grid: { patch_size: 224, mpp: 0.5, min_tissue: 50 % }
              - prioritize_regions: { by: haematoxylin, limit: 40 }
              - read_patch
              - onnx_inference: { model: '{{Repository.PathOf("models", "tissue-types.yaml")}}' }
                batch: 8
              - aggregate: { method: top_k_mean, k: 5 }
            reports: [slides_csv, patches_csv, mask_png, heatmap_png, geojson]
            """,
            folder.Path,
            output,
            shuffle == 0 ? null : (_, inner) => new ShuffledInvoker(inner, shuffle),
            overrides);
        outcome.Slides.ShouldAllBe(s => s.Status == SlideStatus.Succeeded);
        return Directory.EnumerateFiles(output, "*", SearchOption.AllDirectories).ToDictionary(
            f => Path.GetRelativePath(output, f), f => f.EndsWith("slides.csv", StringComparison.Ordinal) ? WithoutSeconds(f) : File.ReadAllBytes(f));
    }

    // How long it took is the one thing that may differ.
    private static byte[] WithoutSeconds(string file)
    {
        string[][] rows = [.. File.ReadLines(file).Select(l => l.Split(','))];
        int column = Array.IndexOf(rows[0], "seconds");
        column.ShouldBeGreaterThan(0);
        return System.Text.Encoding.UTF8.GetBytes(string.Join('\n', rows.Select(r => string.Join(',', r.Where((_, i) => i != column)))));
    }

    /// <summary>The files that all others are compared with; made once.</summary>
    public sealed class Baseline : IDisposable
    {
        public Baseline()
        {
            WriteSlides(Folder);
            Files = new(() => FilesAsync(Folder, "baseline", 0));
        }

        internal TemporaryFolder Folder { get; } = new();

        internal Lazy<Task<Dictionary<string, byte[]>>> Files { get; }

        public void Dispose() => Folder.Dispose();
    }
}
