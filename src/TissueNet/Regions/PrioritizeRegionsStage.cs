using System.ComponentModel.DataAnnotations;
using TissueNet.Stages;

namespace TissueNet.Regions;

/// <summary>Sends a slide's regions on, the most important first, and as many of them as wanted.</summary>
/// <remarks>
/// Of regions of equal score the choice takes those that come first in the grid, and sends them in the order in which they are cheapest to read.
/// Each region's priority is its score.
/// Emission is paced: a region is sent when the next stage has room for it. In the order of priority, patches that lie apart follow
/// one another and the tiles that neighbours share are decoded again and again; <c>window</c> mends that in part. Where the order
/// does not matter, since all chosen regions are processed anyway, <c>emit: locality</c> reads several times cheaper.
/// </remarks>
[Stage("prioritize_regions", Example = "prioritize_regions: { by: haematoxylin, limit: 2000 }")]
internal sealed class PrioritizeRegionsStage(PrioritizeRegionsStage.Options options, StageContext context) : IStage<RegionGrid, Region>
{
    /// <summary>Options of <c>prioritize_regions</c>.</summary>
    public sealed record Options : IOptionsCheck
    {
        /// <summary>What makes a region important.</summary>
        public RegionScore By { get; init; } = RegionScore.Tissue;

        /// <summary>Which end of the ranking comes first.</summary>
        public RankOrder Order { get; init; } = RankOrder.Descending;

        /// <summary>The most regions per slide. Default: all. Without a limit, and mostly with one, <c>emit: locality</c> is the cheaper order.</summary>
        [Range(1, int.MaxValue), Unit("regions")]
        public int? Limit { get; init; }

        /// <summary>Which share of a slide's regions to send, above 0 % to 100 %, rounded up to whole regions. Default: all. With <c>limit</c>, the smaller counts.</summary>
        public Share? Fraction { get; init; }

        /// <summary>In which order the chosen regions are sent on; <c>locality</c> reads several times cheaper than <c>priority</c>.</summary>
        public EmissionOrder Emit { get; init; } = EmissionOrder.Priority;

        /// <summary>
        /// How many regions of consecutive rank are sent in the order that is cheapest to read. 1 is strictly by rank; regions of equal
        /// score are always sent so. Default 1; some hundreds cost a deadline little and save decoding tiles again and again.
        /// </summary>
        [Range(1, int.MaxValue), Unit("regions")]
        public int Window { get; init; } = 1;

        /// <summary>Seed of the random score; the same seed gives the same regions.</summary>
        public int Seed { get; init; }

        /// <summary>Resolution at which haematoxylin and darkness are measured. A slide coarser than this is measured at its own.</summary>
        [Range(1, 64), Unit("um/px")]
        public double Mpp { get; init; } = 8;

        /// <inheritdoc/>
        public IEnumerable<OptionProblem> Check()
        {
            if (Fraction is { Value: not (> 0 and <= 1) } fraction)
            {
                yield return new OptionProblem(nameof(Fraction), $"Found {fraction}; expected above 0 % to 100 %.");
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask ProcessAsync(RegionGrid item, IStageOutput<Region> output, CancellationToken cancellation)
    {
        double[] scores = await ScoresAsync(item, cancellation);
        int[] ranking = RegionRanking.Of(scores, options.Order, RegionRanking.Share(scores.Length, options.Limit, options.Fraction));
        item.Scope.ExpectPatches(ranking.Length);
        SortForReading(item, ranking, scores);

        foreach (int index in ranking)
        {
            await output.EmitAsync(item.Regions[index] with { Priority = scores[index] }, cancellation);
        }
    }

    private void SortForReading(RegionGrid grid, int[] ranking, double[] scores)
    {
        int window = options.Emit == EmissionOrder.Locality ? ranking.Length : options.Window;
        for (int begin = 0; begin < ranking.Length;)
        {
            int end = begin + Math.Min(window, ranking.Length - begin);
            while (end < ranking.Length && scores[ranking[end]] == scores[ranking[end - 1]])
            {
                end++;
            }

            ReadingOrder.Sort(grid, ranking.AsSpan(begin, end - begin));
            begin = end;
        }
    }

    private ValueTask<double[]> ScoresAsync(RegionGrid grid, CancellationToken cancellation) => options.By switch
    {
        _ when grid.Regions.Count == 0 => new([]),
        RegionScore.Tissue => new([.. grid.Regions.Select(r => r.TissueShare)]),
        RegionScore.Random => new([.. grid.Regions.Select(r => RandomScore.Of(options.Seed, grid.Scope.Name, r.Index))]),
        _ => new PixelScores(grid, options.By, options.Mpp).MeasureAsync(context.Pool, cancellation),
    };
}
