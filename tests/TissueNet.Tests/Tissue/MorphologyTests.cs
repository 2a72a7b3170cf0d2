using CsCheck;
using TissueNet.Tissue;

namespace TissueNet.Tests.Tissue;

public class MorphologyTests
{
    private static readonly Gen<(BitMask Mask, int Radius)> Case = Gen.Select(Masks.Any, Gen.Int[0, 9]);

    [Fact]
    public void Dilate_AnyMask_EqualsNaive() =>
        Case.Sample(c => Masks.ShouldBe(Morphology.Dilate(c.Mask, c.Radius), Naive(c.Mask, c.Radius, value: true)), iter: 60);

    [Fact]
    public void Dilate_LargeRadius_EqualsNaive()
    {
        BitMask mask = Masks.Make(400, 5, seed: 1, percent: 1);
        Masks.ShouldBe(Morphology.Dilate(mask, 100), Naive(mask, 100, value: true));
    }

    [Fact]
    public void Erode_AnyMask_EqualsNaive() =>
        Case.Sample(c => Masks.ShouldBe(Morphology.Erode(BitRows.Copy(c.Mask), c.Radius), Naive(c.Mask, c.Radius, value: false)), iter: 60);

    [Fact]
    public void Close_AnyMask_KeepsTissueAndIsIdempotent() => Case.Sample(
        c =>
        {
            BitMask closed = Morphology.Close(BitRows.Copy(c.Mask), c.Radius);
            BitMask lost = BitRows.Copy(c.Mask);
            BitRows.Subtract(lost, closed);
            lost.Count().ShouldBe(0);
            Masks.ShouldBe(Morphology.Close(BitRows.Copy(closed), c.Radius), closed);
        },
        iter: 60);

    [Fact]
    public void Open_AnyMask_OnlyRemovesAndIsIdempotent() => Case.Sample(
        c =>
        {
            BitMask opened = Morphology.Open(BitRows.Copy(c.Mask), c.Radius);
            BitMask added = BitRows.Copy(opened);
            BitRows.Subtract(added, c.Mask);
            added.Count().ShouldBe(0);
            Masks.ShouldBe(Morphology.Open(BitRows.Copy(opened), c.Radius), opened);
        },
        iter: 60);

    [Fact]
    public void Close_TissueAtTheEdge_StaysThere()
    {
        BitMask mask = Masks.From(70, 20, (x, _) => x >= 30);
        Masks.ShouldBe(Morphology.Close(BitRows.Copy(mask), 4), mask);
        Masks.ShouldBe(Morphology.Open(BitRows.Copy(mask), 4), mask);
    }

    private static BitMask Naive(BitMask mask, int radius, bool value) => Masks.From(mask.Width, mask.Height, (x, y) =>
    {
        for (int dy = -radius; dy <= radius; dy++)
        {
            for (int dx = -radius; dx <= radius; dx++)
            {
                int nearX = x + dx, nearY = y + dy;
                bool inside = nearX >= 0 && nearY >= 0 && nearX < mask.Width && nearY < mask.Height;
                if (inside && (dx * dx) + (dy * dy) <= (radius * radius) + radius && mask[nearX, nearY] == value)
                {
                    return value;
                }
            }
        }

        return !value;
    });
}
