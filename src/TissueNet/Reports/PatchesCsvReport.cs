using TissueNet.Stages;

namespace TissueNet.Reports;

/// <summary>
/// Writes <c>patches/SLIDE.csv</c>: a row per patch with its place and probabilities, for slides that succeeded. The columns are
/// those of WSInfer, so that its readers open the file.
/// </summary>
/// <remarks>
/// Columns <c>minx,miny,width,height,prob_CLASS…,priority,index</c>, places and sizes in whole level-0 pixels, probabilities with six
/// decimals, rows by region index. A slide without patches leaves the header alone.
/// </remarks>
[Report("patches_csv")]
internal sealed class PatchesCsvReport(StageContext context) : PatchFileReport
{
    private readonly OutputLayout layout = new(context.OutputDirectory);

    /// <inheritdoc/>
    protected override string PathOf(string slide) => layout.PatchesCsv(slide);

    /// <inheritdoc/>
    protected override void Write(Stream stream, string slide, PatchTable patches, CancellationToken cancellation)
    {
        using var table = new CsvTable(stream);
        table.Row(["minx", "miny", "width", "height", .. patches.Classes.Select(c => "prob_" + c), "priority", "index"]);
        foreach ((Regions.Region region, float[] probabilities) in patches.Rows())
        {
            cancellation.ThrowIfCancellationRequested();
            (int width, int height) = Figures.Size(region);
            table.Row(
            [
                Figures.Count(region.Level0X),
                Figures.Count(region.Level0Y),
                Figures.Count(width),
                Figures.Count(height),
                .. probabilities.Select(p => float.IsNaN(p) ? "" : Figures.Probability(p)),
                Figures.Measure(region.Priority),
                Figures.Count(region.Index),
            ]);
        }
    }
}
