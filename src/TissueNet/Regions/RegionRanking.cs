using TissueNet.Stages;

namespace TissueNet.Regions;

/// <summary>Orders regions by score.</summary>
internal static class RegionRanking
{
    /// <summary>How many regions are wanted of those there are.</summary>
    public static int Share(int regions, int? limit, Share? fraction)
    {
        // 10 % of 30 is 3, although 0.1 × 30 is a little more in binary.
        int share = fraction is { } part ? (int)Math.Ceiling((regions * part.Value) - 1e-9) : regions;
        return Math.Min(regions, Math.Min(share, limit ?? int.MaxValue));
    }

    /// <summary>Indices in order of score, ties in order of index.</summary>
    /// <param name="scores">The scores.</param>
    /// <param name="order">Which end comes first.</param>
    /// <param name="count">How many to return.</param>
    public static int[] Of(double[] scores, RankOrder order, int count)
    {
        int[] indices = [.. Enumerable.Range(0, scores.Length)];
        int sign = order == RankOrder.Descending ? -1 : 1;
        Array.Sort(indices, (a, b) =>
        {
            int byScore = sign * scores[a].CompareTo(scores[b]);
            return byScore != 0 ? byScore : a.CompareTo(b);
        });
        return indices[..count];
    }
}
