using System.ComponentModel.DataAnnotations;
using TissueNet.Aggregation;
using TissueNet.Slides;
using TissueNet.Stages;

namespace TissueNet.Reports;

/// <summary>
/// Writes <c>heatmaps/SLIDE.png</c>: the slide's thumbnail under its patches' classes or probabilities, with a legend and a scale
/// bar, for slides that succeeded.
/// </summary>
/// <remarks>Where several stages predict, the first by id has the plain name and each other one <c>heatmaps/SLIDE.ID.png</c>.</remarks>
[Report("heatmap_png")]
internal sealed class HeatmapPngReport(HeatmapPngReport.Options options, StageContext context) : IReport<SlidePrediction>
{
    private readonly OutputLayout layout = new(context.OutputDirectory);

    /// <summary>Options of <c>heatmap_png</c>.</summary>
    public sealed record Options
    {
        /// <summary>Longer side of the thumbnail in pixels, at most; small slides are not enlarged. 256–8192; default 2048.</summary>
        [Range(256, 8192)]
        [Unit("px")]
        public int Size { get; init; } = 2048;

        /// <summary>Class whose probability is shown by a colour map. Default: the most probable class of each patch in its own colour.</summary>
        public string? Class { get; init; }

        /// <summary>How much of the tissue the colours hide. 0–100 %; default 60 %.</summary>
        [Range(0.0, 1.0)]
        public Share Opacity { get; init; } = new(0.6);
    }

    /// <inheritdoc/>
    public ValueTask OpenAsync(CancellationToken cancellation)
    {
        OutputLayout.Prepare(layout.HeatmapPng("any"));
        return default;
    }

    /// <inheritdoc/>
    public ValueTask ReceiveAsync(SlidePrediction item, CancellationToken cancellation)
    {
        item.Scope.State(this, static () => new HashSet<SlidePrediction>(ReferenceEqualityComparer.Instance)).Add(item);
        return default;
    }

    /// <inheritdoc/>
    public ValueTask EndSlideAsync(SlideOutcome outcome, CancellationToken cancellation)
    {
        if (outcome.Status != SlideStatus.Succeeded)
        {
            return default;
        }

        SlideScope scope = outcome.Scope;
        Slide slide = scope.Result<Slide>() ?? throw new StageException(
            "No stage opened this slide, so there is no image to draw on.", "Begin the pipeline with open_slide.");
        HashSet<SlidePrediction> received = scope.FindState<HashSet<SlidePrediction>>(this) ?? [];
        (string Stage, SlidePrediction Prediction)[] predictions = [.. SlidePrediction.AllOf(scope).Where(p => received.Contains(p.Prediction))];
        if (predictions.Length == 0)
        {
            throw new StageException(
                "No stage made a prediction for this slide, so there is no heatmap to draw.",
                "Add a stage such as aggregate, or take heatmap_png off the reports.");
        }

        for (int i = 0; i < predictions.Length; i++)
        {
            (string stage, SlidePrediction prediction) = predictions[i];
            string path = i == 0 ? layout.HeatmapPng(scope.Name) : OutputLayout.ForStage(layout.HeatmapPng(scope.Name), stage);
            var style = HeatmapStyle.For(prediction.ClassNames, options.Class, options.Opacity);
            var image = new HeatmapImage(slide, prediction, style, options.Size);
            AtomicFile.Write(path, stream => image.Write(stream, cancellation));
        }

        return default;
    }
}
