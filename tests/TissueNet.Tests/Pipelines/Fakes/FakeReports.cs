using TissueNet.Inference;
using TissueNet.Regions;
using TissueNet.Stages;

namespace TissueNet.Tests.Pipelines.Fakes;

public static class FakeReports
{
    /// <summary>One row per slide.</summary>
    [Report("slides_csv", IsSummary = true)]
    public sealed class SlidesCsvReport : IReport;

    /// <summary>One table of patches per slide.</summary>
    [Report("patches_csv")]
    public sealed class PatchesCsvReport : IReport<PatchPrediction>
    {
        public ValueTask ReceiveAsync(PatchPrediction item, CancellationToken cancellation) => default;
    }

    /// <summary>One table of regions per slide.</summary>
    [Report("regions_csv")]
    public sealed class RegionsCsvReport : IReport<Region>
    {
        public ValueTask ReceiveAsync(Region item, CancellationToken cancellation) => default;
    }

    /// <summary>The heatmap as a picture.</summary>
    [Report("heatmap_png")]
    public sealed class HeatmapPngReport(HeatmapPngReport.Options options) : IReport
    {
        public Options Given { get; } = options;

        public sealed record Options
        {
            /// <summary>How much of the slide shines through. Default 50 %.</summary>
            public Share Opacity { get; init; } = new(0.5);

            /// <summary>Width of the picture. 64–8192; default 1024.</summary>
            [System.ComponentModel.DataAnnotations.Range(64, 8192)]
            [Unit("px")]
            public int Width { get; init; } = 1024;
        }
    }

    /// <summary>The mask as a picture.</summary>
    [Report("masks_png")]
    public sealed class MasksPngReport : IReport;

    /// <summary>Patches for QuPath.</summary>
    [Report("geojson")]
    public sealed class GeoJsonReport : IReport;
}
