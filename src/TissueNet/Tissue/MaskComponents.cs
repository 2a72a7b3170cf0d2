namespace TissueNet.Tissue;

/// <summary>
/// The connected parts of a mask, or of its gaps, found by joining the runs of neighbouring rows (union-find). Memory grows with the number of runs,
/// not of pixels.
/// </summary>
internal sealed class MaskComponents
{
    private readonly BitMask mask;
    private readonly bool value;
    private readonly List<(int Start, int End)> runs = [];
    private readonly List<int> parents = [];
    private readonly int[] firstRun;

    private MaskComponents(BitMask mask, bool value)
    {
        this.mask = mask;
        this.value = value;
        firstRun = new int[mask.Height + 1];
        for (int y = 0; y < mask.Height; y++)
        {
            FindRuns(y);
            firstRun[y + 1] = runs.Count;
            if (y > 0)
            {
                Join(y);
            }
        }
    }

    /// <summary>Clears parts (8-connected) of fewer pixels than <paramref name="minPixels"/>.</summary>
    public static void DropSmall(BitMask mask, double minPixels)
    {
        if (minPixels > 1)
        {
            new MaskComponents(mask, value: true).Flip(minPixels, inside: false);
        }
    }

    /// <summary>Sets holes (4-connected gaps that do not touch the edge) of fewer pixels than <paramref name="minPixels"/>.</summary>
    public static void FillHoles(BitMask mask, double minPixels)
    {
        if (minPixels > 1)
        {
            new MaskComponents(mask, value: false).Flip(minPixels, inside: true);
        }
    }

    private void FindRuns(int y)
    {
        Span<ulong> row = mask.Row(y);
        for (int x = BitRows.Next(row, 0, mask.Width, value); x < mask.Width;)
        {
            int end = BitRows.Next(row, x, mask.Width, !value);
            parents.Add(runs.Count);
            runs.Add((x, end));
            x = BitRows.Next(row, end, mask.Width, value);
        }
    }

    private void Join(int y)
    {
        // Runs meet when they share a column; parts of tissue also when they touch at a corner.
        int corner = value ? 1 : 0;
        int above = firstRun[y - 1], below = firstRun[y];
        while (above < firstRun[y] && below < firstRun[y + 1])
        {
            (int startAbove, int endAbove) = runs[above];
            (int startBelow, int endBelow) = runs[below];
            if (startAbove < endBelow + corner && startBelow < endAbove + corner)
            {
                int a = Root(above), b = Root(below);
                parents[Math.Max(a, b)] = Math.Min(a, b);
            }

            if (endAbove <= endBelow)
            {
                above++;
            }
            else
            {
                below++;
            }
        }
    }

    private int Root(int run)
    {
        while (parents[run] != run)
        {
            parents[run] = parents[parents[run]];
            run = parents[run];
        }

        return run;
    }

    private void Flip(double minPixels, bool inside)
    {
        var pixels = new long[runs.Count];
        var kept = new bool[runs.Count];
        ForEachRun((y, run) =>
        {
            (int start, int end) = runs[run];
            int root = Root(run);
            pixels[root] += end - start;
            kept[root] |= inside && (y == 0 || y == mask.Height - 1 || start == 0 || end == mask.Width);
        });
        ForEachRun((y, run) =>
        {
            int root = Root(run);
            if (!kept[root] && pixels[root] < minPixels)
            {
                BitRows.SetRun(mask.Row(y), runs[run].Start, runs[run].End, !value);
            }
        });
    }

    private void ForEachRun(Action<int, int> action)
    {
        for (int y = 0; y < mask.Height; y++)
        {
            for (int run = firstRun[y]; run < firstRun[y + 1]; run++)
            {
                action(y, run);
            }
        }
    }
}
