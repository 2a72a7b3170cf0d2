using TissueNet.Inference;

namespace TissueNet.Aggregation;

/// <summary>
/// A total order of predictions that does not depend on when they arrived: by region index, then by place, then, for several models
/// on one region, by class names and probabilities.
/// </summary>
internal sealed class PatchOrder : IComparer<PatchPrediction>
{
    public static PatchOrder Instance { get; } = new();

    public int Compare(PatchPrediction? x, PatchPrediction? y)
    {
        if (ReferenceEquals(x, y) || x is null || y is null)
        {
            return (x is null ? 0 : 1) - (y is null ? 0 : 1);
        }

        int order = x.Index.CompareTo(y.Index);
        order = order != 0 ? order : x.Region.Level0Y.CompareTo(y.Region.Level0Y);
        order = order != 0 ? order : x.Region.Level0X.CompareTo(y.Region.Level0X);
        order = order != 0 ? order : x.Region.Level0Width.CompareTo(y.Region.Level0Width);
        order = order != 0 ? order : CompareClasses(x.ClassNames, y.ClassNames);
        return order != 0 ? order : x.Probabilities.AsSpan().SequenceCompareTo(y.Probabilities);
    }

    /// <summary>Whether two models have the same classes in the same order.</summary>
    public static bool SameClasses(IReadOnlyList<string> x, IReadOnlyList<string> y) =>
        ReferenceEquals(x, y) || CompareClasses(x, y) == 0;

    private static int CompareClasses(IReadOnlyList<string> x, IReadOnlyList<string> y)
    {
        if (ReferenceEquals(x, y))
        {
            return 0;
        }

        for (int i = 0; i < Math.Min(x.Count, y.Count); i++)
        {
            int order = string.CompareOrdinal(x[i], y[i]);
            if (order != 0)
            {
                return order;
            }
        }

        return x.Count.CompareTo(y.Count);
    }
}
