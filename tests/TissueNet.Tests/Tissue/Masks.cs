using CsCheck;
using TissueNet.Tissue;

namespace TissueNet.Tests.Tissue;

/// <summary>Small random masks, and masks drawn as text.</summary>
internal static class Masks
{
    public static Gen<BitMask> Any { get; } =
        from width in Gen.Int[1, 150]
        from height in Gen.Int[1, 40]
        from density in Gen.Int[0, 100]
        from seed in Gen.Int
        select Make(width, height, seed, density);

    public static BitMask Make(int width, int height, int seed, int percent)
    {
        var random = new Random(seed);
        return From(width, height, (_, _) => random.Next(100) < percent);
    }

    public static BitMask From(int width, int height, Func<int, int, bool> at)
    {
        var mask = new BitMask(width, height);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                mask[x, y] = at(x, y);
            }
        }

        return mask;
    }

    public static BitMask Draw(params string[] rows) => From(rows[0].Length, rows.Length, (x, y) => rows[y][x] == '#');

    public static string Text(BitMask mask) =>
        string.Join('\n', Enumerable.Range(0, mask.Height).Select(y => string.Concat(Enumerable.Range(0, mask.Width).Select(x => mask[x, y] ? '#' : '.'))));

    /// <summary>Equal pixels, and no bit set beyond the width.</summary>
    public static void ShouldBe(BitMask found, BitMask expected)
    {
        Text(found).ShouldBe(Text(expected));
        found.Count().ShouldBe(expected.Count());
    }
}
