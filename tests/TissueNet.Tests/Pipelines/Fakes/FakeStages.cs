using System.ComponentModel.DataAnnotations;
using TissueNet.Aggregation;
using TissueNet.Inference;
using TissueNet.Patches;
using TissueNet.Regions;
using TissueNet.Slides;
using TissueNet.Stages;
using TissueNet.Tissue;

namespace TissueNet.Tests.Pipelines.Fakes;

public enum FakeChannel
{
    /// <summary>Saturation.</summary>
    Saturation,

    /// <summary>Grey.</summary>
    Grey,

    /// <summary>Optical density.</summary>
    OpticalDensity,
}

public enum FakeEdges
{
    Clamp,
    Pad,
    Drop,
}

public enum FakeScore
{
    Tissue,
    Haematoxylin,
    Darkness,
    Random,
}

public enum FakeMethod
{
    Mean,
    Max,
    Median,
    TopKMean,
    NoisyOr,
    Quantile,
}

public enum FakeProvider
{
    Auto,
    Cuda,
    Cpu,
}

public static class FakeStages
{
    /// <summary>Opens a slide.</summary>
    [Stage("open_slide", Example = "open_slide: { default_mpp: 0.5 }", Parallel = 2)]
    public sealed class OpenSlideStage(OpenSlideStage.Options options) : FakeStage<SlideFile, Slide>
    {
        public Options Given { get; } = options;

        public sealed record Options
        {
            /// <summary>Resolution of slides that do not tell. 0.05–64; default none.</summary>
            [Range(0.05, 64)]
            [Unit("um/px")]
            public double? DefaultMpp { get; init; }

            /// <summary>A table with resolutions.</summary>
            [PathOption]
            public string? MppTable { get; init; }
        }
    }

    /// <summary>Separates tissue from glass by Otsu's threshold (Otsu, 1979). It reads a low-resolution level.</summary>
    [Stage("otsu_tissue_mask", Example = "otsu_tissue_mask: { mpp: 8, min_area: 0.05 mm2 }")]
    public sealed class OtsuTissueMaskStage(OtsuTissueMaskStage.Options options, StageContext context) : FakeStage<Slide, TissueMask>
    {
        public (Options Options, StageContext Context) Given { get; } = (options, context);

        public sealed record Options : IOptionsCheck
        {
            /// <summary>Resolution at which the mask is made. 1–64; default 8.</summary>
            [Range(1, 64)]
            [Unit("um/px")]
            public double Mpp { get; init; } = 8;

            /// <summary>What is thresholded; see <see cref="FakeChannel"/>. Default saturation.</summary>
            public FakeChannel Channel { get; init; }

            /// <summary>Smaller parts are dropped. Default 50000 um2.</summary>
            public Area MinArea { get; init; } = new(50_000);

            /// <summary>Smaller holes are filled. Default 50000 um2.</summary>
            public Area MaxHole { get; init; } = new(50_000);

            /// <summary>Whether pen marks are left out. Default true.</summary>
            public bool RejectPen { get; init; } = true;

            /// <summary>Radius of the median filter. 0–15; default 2.</summary>
            [Range(0, 15)]
            public int Median { get; init; } = 2;

            /// <summary>Bounds of the threshold.</summary>
            public Bounds Threshold { get; init; } = new() { High = 200 };

            public IEnumerable<OptionProblem> Check()
            {
                if (MaxHole.Um2 > 100 * MinArea.Um2)
                {
                    yield return new OptionProblem(nameof(MaxHole), $"'max_hole' is {MaxHole}, more than 100 times min_area ({MinArea}).", "Lower max_hole or raise min_area.");
                }
            }
        }

        public sealed record Bounds : IOptionsCheck
        {
            /// <summary>Lower bound. 0–255; default 10.</summary>
            [Range(0, 255)]
            public int Low { get; init; } = 10;

            /// <summary>Upper bound. 0–255; default 255.</summary>
            [Range(0, 255)]
            public int High { get; init; } = 255;

            public IEnumerable<OptionProblem> Check()
            {
                if (Low >= High)
                {
                    yield return new OptionProblem(nameof(Low), $"'low' is {Low}, which is not below high ({High}).");
                }
            }
        }
    }

    /// <summary>Cuts the tissue into a grid of regions.</summary>
    [Stage("region_grid", Example = "region_grid: { patch_size: 224, mpp: 0.5, min_tissue: 25 % }")]
    public sealed class RegionGridStage(RegionGridStage.Options options) : FakeStage<TissueMask, RegionGrid>
    {
        public Options Given { get; } = options;

        public sealed record Options : IPatchGeometry
        {
            /// <summary>Size of a patch. Default 224.</summary>
            [Range(16, 4096)]
            public Extent PatchSize { get; init; } = 224;

            /// <summary>Resolution of a patch. 0.05–64; default 0.5.</summary>
            [Range(0.05, 64)]
            [Unit("um/px")]
            public double Mpp { get; init; } = 0.5;

            /// <summary>Least share of tissue. Default 25 %.</summary>
            public Share MinTissue { get; init; } = new(0.25);

            /// <summary>Step from patch to patch. Default the patch size.</summary>
            public Extent? Stride { get; init; }

            /// <summary>What happens at the slide's edge. Default clamp.</summary>
            public FakeEdges Edges { get; init; }

            public long? PatchBytes => (long)Math.Pow(PatchSize.Pixels(Mpp), 2) * 3;
        }
    }

    /// <summary>Emits regions, most important first.</summary>
    [Stage("prioritize_regions", Example = "prioritize_regions: { by: haematoxylin, limit: 2000 }")]
    public sealed class PrioritizeRegionsStage(PrioritizeRegionsStage.Options options) : FakeStage<RegionGrid, Region>
    {
        public Options Given { get; } = options;

        public sealed record Options
        {
            /// <summary>The score. Default tissue.</summary>
            public FakeScore By { get; init; }

            /// <summary>The most regions per slide. 1 or more; default no limit.</summary>
            [Range(1, int.MaxValue)]
            public int? Limit { get; init; }

            /// <summary>The most regions per slide, as a share. Default 100 %.</summary>
            public Share Fraction { get; init; } = new(1);

            /// <summary>Seed of the random score.</summary>
            public long Seed { get; init; }

            /// <summary>Time per slide. Default none.</summary>
            public TimeSpan? Budget { get; init; }
        }
    }

    /// <summary>Reads the pixels of a region.</summary>
    [Stage("read_patch", Example = "read_patch", MaxParallel = 64)]
    public sealed class ReadPatchStage(ReadPatchStage.Options options) : FakeStage<Region, Patch>
    {
        public Options Given { get; } = options;

        public sealed record Options : ILeaseHolder
        {
            /// <summary>Memory for decoded tiles. Default 16 MiB.</summary>
            public ByteSize Cache { get; init; } = new(16 << 20);

            public long HeldBytes(long? patchBytes, int parallel, int batch) => Cache.Bytes;
        }
    }

    /// <summary>Runs an ONNX model on batches of patches.</summary>
    [Stage("onnx_inference", Example = "onnx_inference: { model: model.yaml }", MaxParallel = 4)]
    public sealed class OnnxInferenceStage(OnnxInferenceStage.Options options) : FakeBatchStage<Patch, PatchPrediction>
    {
        public Options Given { get; } = options;

        public sealed record Options
        {
            /// <summary>The model's manifest.</summary>
            [PathOption]
            public required string Model { get; init; }

            /// <summary>Execution providers, best first. Default auto.</summary>
            public IReadOnlyList<FakeProvider> Providers { get; init; } = [FakeProvider.Auto];

            /// <summary>Threads per session. 1–64; default 1.</summary>
            [Range(1, 64)]
            public int Threads { get; init; } = 1;
        }
    }

    /// <summary>Adds patches up to a slide.</summary>
    [Stage("aggregate", Example = "aggregate: { method: top_k_mean, k: 10 }", MaxParallel = 1)]
    public sealed class AggregateStage(AggregateStage.Options options) : FakeStage<PatchPrediction, SlidePrediction>
    {
        public Options Given { get; } = options;

        public sealed record Options
        {
            /// <summary>How. Default mean.</summary>
            public FakeMethod Method { get; init; }

            /// <summary>Patches that count for top_k_mean. 1–100000; default 10.</summary>
            [Range(1, 100_000)]
            public int K { get; init; } = 10;

            /// <summary>Name of the class that scores; default the first.</summary>
            public string? ScoreClass { get; init; }

            /// <summary>Weights of the classes, above 0.</summary>
            [Range(0, 100, MinimumIsExclusive = true)]
            public IReadOnlyList<double> Weights { get; init; } = [];
        }
    }

    /// <summary>Lets sharp patches pass.</summary>
    [Stage("drop_blurred")]
    public sealed class DropBlurredStage : FakeStage<Patch, Patch>;
}
