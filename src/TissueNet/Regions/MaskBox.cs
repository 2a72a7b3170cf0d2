using System.Numerics;
using TissueNet.Tissue;

namespace TissueNet.Regions;

/// <summary>A box in mask pixels.</summary>
/// <param name="Left">First column.</param>
/// <param name="Top">First row.</param>
/// <param name="Right">Column after the last.</param>
/// <param name="Bottom">Row after the last.</param>
internal readonly record struct MaskBox(int Left, int Top, int Right, int Bottom)
{
    /// <summary>The smallest box around all set pixels; null when none is set.</summary>
    public static MaskBox? Around(BitMask mask)
    {
        int left = mask.Width, top = -1, right = 0, bottom = 0;
        for (int y = 0; y < mask.Height; y++)
        {
            Span<ulong> row = mask.Row(y);
            int first = row.IndexOfAnyExcept(0UL), last = row.LastIndexOfAnyExcept(0UL);
            if (first >= 0)
            {
                top = top < 0 ? y : top;
                bottom = y + 1;
                left = Math.Min(left, (first << 6) + BitOperations.TrailingZeroCount(row[first]));
                right = Math.Max(right, (last << 6) + 64 - BitOperations.LeadingZeroCount(row[last]));
            }
        }

        return top < 0 ? null : new MaskBox(left, top, right, bottom);
    }
}
