using TissueNet.Aggregation;
using TissueNet.Inference;
using TissueNet.Stages;

namespace TissueNet.Reports;

/// <summary>Writes one file per slide that succeeded, from all of its patch predictions.</summary>
internal abstract class PatchFileReport : IReport<PatchPrediction>
{
    /// <inheritdoc/>
    public ValueTask OpenAsync(CancellationToken cancellation)
    {
        OutputLayout.Prepare(PathOf("any"));
        return default;
    }

    /// <inheritdoc/>
    public ValueTask ReceiveAsync(PatchPrediction item, CancellationToken cancellation)
    {
        item.Scope.State(this, static () => new PatchCollector()).Add(item);
        return default;
    }

    /// <inheritdoc/>
    public ValueTask EndSlideAsync(SlideOutcome outcome, CancellationToken cancellation)
    {
        if (outcome.Status == SlideStatus.Succeeded)
        {
            var patches = new PatchTable(outcome.Scope.FindState<PatchCollector>(this)?.Sorted() ?? []);
            AtomicFile.Write(PathOf(outcome.Scope.Name), stream => Write(stream, outcome.Scope.Name, patches, cancellation));
        }

        return default;
    }

    /// <summary>Path of a slide's file.</summary>
    protected abstract string PathOf(string slide);

    /// <summary>Writes the file's content.</summary>
    protected abstract void Write(Stream stream, string slide, PatchTable patches, CancellationToken cancellation);
}
