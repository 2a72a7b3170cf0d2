using CsCheck;
using TissueNet.Tissue;

namespace TissueNet.Tests.Tissue;

public class MaskComponentsTests
{
    [Fact]
    public void DropSmall_AnyMask_EqualsFloodFill() => Gen.Select(Masks.Any, Gen.Int[0, 30]).Sample(
        (mask, least) =>
        {
            BitMask expected = Flood(mask, least, value: true);
            MaskComponents.DropSmall(mask, least);
            Masks.ShouldBe(mask, expected);
        },
        iter: 100);

    [Fact]
    public void FillHoles_AnyMask_EqualsFloodFill() => Gen.Select(Masks.Any, Gen.Int[0, 30]).Sample(
        (mask, least) =>
        {
            BitMask expected = Flood(mask, least, value: false);
            MaskComponents.FillHoles(mask, least);
            Masks.ShouldBe(mask, expected);
        },
        iter: 100);

    [Fact]
    public void DropSmall_CornersTouch_IsOnePart()
    {
        BitMask mask = Masks.Draw("#....", ".#...", "..#.#");
        MaskComponents.DropSmall(mask, 2);
        Masks.ShouldBe(mask, Masks.Draw("#....", ".#...", "..#.."));
    }

    [Fact]
    public void FillHoles_GapAtTheEdge_StaysOpen()
    {
        BitMask mask = Masks.Draw("#####", "#.#..", "###.#", "#####");
        MaskComponents.FillHoles(mask, 100);
        Masks.ShouldBe(mask, Masks.Draw("#####", "###..", "###.#", "#####"));
    }

    private static BitMask Flood(BitMask mask, int least, bool value)
    {
        BitMask result = BitRows.Copy(mask);
        var seen = new BitMask(mask.Width, mask.Height);
        for (int y = 0; y < mask.Height; y++)
        {
            for (int x = 0; x < mask.Width; x++)
            {
                if (mask[x, y] != value || seen[x, y])
                {
                    continue;
                }

                List<(int X, int Y)> part = Part(mask, seen, x, y, value);
                bool edge = part.Any(p => p.X == 0 || p.Y == 0 || p.X == mask.Width - 1 || p.Y == mask.Height - 1);
                if (part.Count < least && (value || !edge))
                {
                    part.ForEach(p => result[p.X, p.Y] = !value);
                }
            }
        }

        return result;
    }

    private static List<(int X, int Y)> Part(BitMask mask, BitMask seen, int x, int y, bool value)
    {
        var part = new List<(int X, int Y)> { (x, y) };
        seen[x, y] = true;
        for (int i = 0; i < part.Count; i++)
        {
            for (int dy = -1; dy <= 1; dy++)
            {
                for (int dx = -1; dx <= 1; dx++)
                {
                    int nextX = part[i].X + dx, nextY = part[i].Y + dy;
                    if ((value || dx == 0 || dy == 0) && nextX >= 0 && nextY >= 0 && nextX < mask.Width && nextY < mask.Height
                        && mask[nextX, nextY] == value && !seen[nextX, nextY])
                    {
                        seen[nextX, nextY] = true;
                        part.Add((nextX, nextY));
                    }
                }
            }
        }

        return part;
    }
}
