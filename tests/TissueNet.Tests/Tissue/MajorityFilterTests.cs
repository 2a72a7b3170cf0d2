using CsCheck;
using TissueNet.Tissue;

namespace TissueNet.Tests.Tissue;

public class MajorityFilterTests
{
    [Fact]
    public void Apply_AnyMask_EqualsNaive() =>
        Gen.Select(Masks.Any, Gen.Int[0, 4]).Sample((mask, radius) => Masks.ShouldBe(MajorityFilter.Apply(mask, radius), Naive(mask, radius)), iter: 60);

    [Fact]
    public void Apply_LargestRadius_EqualsNaive()
    {
        BitMask mask = Masks.Make(131, 70, seed: 3, percent: 50);
        Masks.ShouldBe(MajorityFilter.Apply(mask, 15), Naive(mask, 15));
        BitMask full = Masks.Make(131, 70, seed: 3, percent: 100);
        Masks.ShouldBe(MajorityFilter.Apply(full, 15), full); // 961 of 961 must not overflow
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Apply_EmptyRowsBetween_EqualsNaive(int radius)
    {
        // Rows far from anything are skipped, and counting goes on after them.
        BitMask noise = Masks.Make(300, 90, seed: 4, percent: 60);
        BitMask mask = Masks.From(300, 90, (x, y) => y % 45 > 36 && noise[x, y]);
        Masks.ShouldBe(MajorityFilter.Apply(mask, radius), Naive(mask, radius));
    }

    private static BitMask Naive(BitMask mask, int radius) => Masks.From(mask.Width, mask.Height, (x, y) =>
    {
        int count = 0, window = (2 * radius) + 1;
        for (int dy = -radius; dy <= radius; dy++)
        {
            for (int dx = -radius; dx <= radius; dx++)
            {
                count += mask[Math.Clamp(x + dx, 0, mask.Width - 1), Math.Clamp(y + dy, 0, mask.Height - 1)] ? 1 : 0;
            }
        }

        return count > window * window / 2;
    });
}
