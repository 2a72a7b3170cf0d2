using CsCheck;
using TissueNet.Slides.Fetching;
using TissueNet.Stages;

namespace TissueNet.Tests.Slides.Fetching;

public sealed class CoalescingTests
{
    private const long Most = 1 << 20;

    [Fact]
    public void Choose_NeighboursWithSmallGaps_ReadsThemTogether() =>
        Choose(2, (0, 10_000), (10_000, 10_000), (20_050, 10_000), (30_100, 10_000)).ShouldBe((0, 4));

    [Fact]
    public void Choose_GapTooWide_StopsThere() =>
        Choose(0, (0, 200_000), (200_000 + Coalescing.MaxGap + 1, 200_000)).ShouldBe((0, 1));

    [Fact]
    public void Choose_LargerThanARead_ReadsItAlone() =>
        Choose(1, (0, 1000), (1000, 3 << 20), ((3 << 20) + 1000, 1000)).ShouldBe((1, 1));

    [Fact]
    public void Choose_Overlapping_KeepsThemApart() => Choose(0, (0, 1000), (500, 1000)).ShouldBe((0, 1));

    [Fact]
    public void Choose_AnyTiles_StaysWithinItsLimits() =>
        Gen.Select(Gen.Int[1, 200_000].Array[1, 60], Gen.Int[0, 100_000].Array[60], Gen.Int[0, 59], Gen.Int[1, 2 << 20]).Sample((lengths, gaps, chosen, most) =>
        {
            var places = new List<(long Offset, int Length)>();
            long at = 0;
            for (int i = 0; i < lengths.Length; i++)
            {
                places.Add((at, lengths[i]));
                at += lengths[i] + (gaps[i] > 70_000 ? gaps[i] : gaps[i] / 50);
            }

            int index = chosen % lengths.Length;
            (int first, int count) = Coalescing.Choose(Pieces([.. places]), index, most);

            index.ShouldBeInRange(first, first + count - 1);
            long span = places[first + count - 1].Offset + places[first + count - 1].Length - places[first].Offset;
            long useful = places.Skip(first).Take(count).Sum(p => (long)p.Length);
            (span <= 2 * useful).ShouldBeTrue($"{span} bytes are read for {useful}");
            (count == 1 || span <= most).ShouldBeTrue($"{count} tiles take {span} bytes");
        });

    private static (int First, int Count) Choose(int index, params (long Offset, int Length)[] places) =>
        Coalescing.Choose(Pieces(places), index, Most);

    private static FetchPiece[] Pieces((long Offset, int Length)[] places)
    {
        using var pool = new PixelPool(1 << 20);
        using var ahead = new ReadAhead(pool, 1 << 20);
        using var source = new SourceFetcher(new MemoryByteSource([]), ahead, ownsAhead: false);
        return [.. places.Select(p => new FetchPiece(source, p.Offset, p.Length))];
    }
}
