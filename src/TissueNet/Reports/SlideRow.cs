using System.Globalization;
using TissueNet.Aggregation;
using TissueNet.Regions;
using TissueNet.Slides;
using TissueNet.Stages;
using TissueNet.Tissue;

namespace TissueNet.Reports;

/// <summary>One line of <c>slides.csv</c>, taken from a slide while its results are still there.</summary>
internal sealed class SlideRow
{
    private static readonly string[] FixedColumns =
        ["slide", "path", "status", "error", "width", "height", "mpp", "tissue_mm2", "regions", "patches", "patches_failed", "seconds",
         "warning"];

    private const int StatusCell = 2;
    private const int ErrorCell = 3;
    private readonly string?[] cells;
    private readonly List<KeyValuePair<string, string?>> results = [];

    public SlideRow(SlideOutcome outcome)
    {
        SlideScope scope = outcome.Scope;
        Slide? slide = scope.Result<Slide>();
        cells =
        [
            scope.Name,
            scope.Path,
            null,
            null,
            slide?.Width.ToString(CultureInfo.InvariantCulture),
            slide?.Height.ToString(CultureInfo.InvariantCulture),
            slide is null ? null : Figures.Measure(slide.Mpp),
            scope.Result<TissueMask>() is { } mask ? Figures.Measure(mask.TissueMm2) : null,
            scope.Result<RegionGrid>() is { } grid ? Figures.Count(grid.Regions.Count) : null,
            Figures.Count(scope.InferredPatches),
            Figures.Count(scope.FailedPatches),
            outcome.Duration.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture),
            scope.Warnings is { Count: > 0 } warnings ? string.Join("; ", warnings) : null,
        ];
        AddResults(scope);
        Settle(outcome);
    }

    /// <summary>Notes how the slide ended after all. Only one that succeeded keeps its result.</summary>
    public void Settle(SlideOutcome outcome)
    {
        cells[StatusCell] = outcome.Status.ToString().ToLowerInvariant();
        cells[ErrorCell] = outcome.Failure?.ToString();
        if (outcome.Status != SlideStatus.Succeeded)
        {
            results.Clear();
        }
    }

    /// <summary>Writes rows under the union of their result columns, in the order of first appearance.</summary>
    public static void Write(Stream stream, IReadOnlyCollection<SlideRow> rows)
    {
        List<string> columns = ["label", .. rows.SelectMany(r => r.results).Select(r => r.Key)];
        columns = [.. columns.Distinct(StringComparer.Ordinal)];
        using var table = new CsvTable(stream);
        table.Row([.. FixedColumns, .. columns]);
        foreach (SlideRow row in rows)
        {
            Dictionary<string, string?> found = new(row.results, StringComparer.Ordinal);
            table.Row([.. row.cells, .. columns.Select(c => found.GetValueOrDefault(c))]);
        }
    }

    private void AddResults(SlideScope scope)
    {
        string prefix = "";
        foreach ((string stage, SlidePrediction prediction) in SlidePrediction.AllOf(scope))
        {
            prefix = prefix.Length == 0 && results.Count == 0 ? "" : stage + ".";
            results.Add(new(prefix + "label", prediction.Label));
            for (int i = 0; i < prediction.Probabilities.Length; i++)
            {
                results.Add(new($"{prefix}prob_{prediction.ClassNames[i]}", Figures.Probability(prediction.Probabilities[i])));
            }
        }
    }
}
