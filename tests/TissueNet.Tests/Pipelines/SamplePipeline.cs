using TissueNet.Pipelines;
using TissueNet.Tests.Pipelines.Fakes;

namespace TissueNet.Tests.Pipelines;

/// <summary>A pipeline without faults that says everything that can be said, for tests that damage it.</summary>
internal static class SamplePipeline
{
    public const string Text = """
        name: sample
        slides:
          path: [slides, more/*.tif]
          include: ["*.tif"]
          recursive: false
        run:
          open_slides: 3
          memory: 2 GiB
          on_error: { patch: fail, slide: stop, max_failed_patches: 2 % }
          drain: 10 s
        plugins: []
        stages:
          - open_slide: { default_mpp: 0.25 }
          - otsu_tissue_mask:
              mpp: 8
              channel: optical_density
              min_area: 0.05 mm2
              max_hole: 5000 um2
              reject_pen: false
              median: 3
              threshold: { low: 20, high: 220 }
          - region_grid: { patch_size: 112 um, mpp: 0.5, min_tissue: 30 %, stride: 224 px, edges: drop }
          - prioritize_regions: { by: haematoxylin, limit: 2000, fraction: 0.5, seed: 7, budget: 20 s }
          - read_patch: { cache: 32 MiB }
            parallel: 2
            buffer: 64
          - onnx_inference: { model: ../model.yaml, providers: [cuda, cpu], threads: 2 }
            id: subtypes
            from: read_patch
            batch: 32
            max_wait: 200 ms
          - aggregate: { method: top_k_mean, k: 5, score_class: tumour, weights: [1, 0.5] }
        reports:
          - slides_csv
          - patches_csv: {}
            from: subtypes
          - regions_csv
          - heatmap_png: { opacity: 40 %, width: 512 }
          - masks_png
          - geojson

        """;

    public static string Path { get; } = System.IO.Path.Combine(LintCase.Folder, "sample", "pipeline.yaml");

    public static PipelineLoadResult Load(string text, params string[] overrides) =>
        PipelineLoader.LoadText(text, Path, overrides, FakeCatalog.Instance, _ => null);

    public static PipelinePlan Plan(string text, params string[] overrides)
    {
        PipelineLoadResult result = Load(text, overrides);
        return result.Plan.ShouldNotBeNull(string.Join(Environment.NewLine, result.Diagnostics));
    }
}
