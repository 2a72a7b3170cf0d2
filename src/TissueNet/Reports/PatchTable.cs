using TissueNet.Aggregation;
using TissueNet.Inference;
using TissueNet.Regions;

namespace TissueNet.Reports;

/// <summary>
/// A slide's predictions as a table: a row per region, a column per class, sorted by region index. Several models on the same
/// regions share a row unless they share a class, which then needs a row of its own.
/// </summary>
internal sealed class PatchTable
{
    private readonly List<PatchPrediction[]> rows = [];
    private readonly Dictionary<string, int> columns = new(StringComparer.Ordinal);

    /// <summary>Makes the table.</summary>
    /// <param name="predictions">Predictions in <see cref="PatchOrder"/>.</param>
    public PatchTable(IReadOnlyList<PatchPrediction> predictions)
    {
        // Ordinal order of models, not first appearance: the first region may have failed in one of them.
        List<IReadOnlyList<string>> models = [];
        foreach (PatchPrediction prediction in predictions)
        {
            if (!models.Exists(m => PatchOrder.SameClasses(m, prediction.ClassNames)))
            {
                models.Add(prediction.ClassNames);
            }
        }

        foreach (string name in models.OrderBy(m => string.Join('\n', m), StringComparer.Ordinal).SelectMany(m => m))
        {
            columns.TryAdd(name, columns.Count);
        }

        foreach (PatchPrediction prediction in predictions)
        {
            if (rows.Count > 0 && Fits(rows[^1], prediction))
            {
                rows[^1] = [.. rows[^1], prediction];
            }
            else
            {
                rows.Add([prediction]);
            }
        }
    }

    /// <summary>Class names, one per column.</summary>
    public IReadOnlyCollection<string> Classes => columns.Keys;

    /// <summary>The regions with their probabilities per class; NaN where the region has none. The array is reused for each row.</summary>
    public IEnumerable<(Region Region, float[] Probabilities)> Rows()
    {
        float[] values = new float[columns.Count];
        foreach (PatchPrediction[] row in rows)
        {
            Array.Fill(values, float.NaN);
            foreach (PatchPrediction prediction in row)
            {
                for (int i = 0; i < prediction.Probabilities.Length; i++)
                {
                    values[columns[prediction.ClassNames[i]]] = prediction.Probabilities[i];
                }
            }

            yield return (row[0].Region, values);
        }
    }

    private static bool Fits(PatchPrediction[] row, PatchPrediction prediction)
    {
        Region a = row[0].Region, b = prediction.Region;
        return (a.Index, a.Level0X, a.Level0Y, a.Level0Width, a.Level0Height) == (b.Index, b.Level0X, b.Level0Y, b.Level0Width, b.Level0Height) &&
            !row.Any(p => p.ClassNames.Intersect(prediction.ClassNames, StringComparer.Ordinal).Any());
    }
}
