namespace TissueNet.Slides.Fetching;

/// <summary>Which tiles are read together: neighbours in the file, with small gaps, since a read costs more than the bytes between them.</summary>
internal static class Coalescing
{
    /// <summary>The most bytes between two tiles that are read for nothing.</summary>
    public const int MaxGap = 64 << 10;

    /// <summary>Picks the tiles to read with one.</summary>
    /// <param name="wishes">Tiles wished for, by their place in the file.</param>
    /// <param name="index">The one to read.</param>
    /// <param name="most">The most bytes of a read; a tile that is larger is read alone.</param>
    /// <returns>Index of the first and number of tiles. At least half of what they span is wished for.</returns>
    public static (int First, int Count) Choose(IReadOnlyList<FetchPiece> wishes, int index, long most)
    {
        int first = index, last = index;
        long useful = wishes[index].Length;
        bool grows = true;
        while (grows)
        {
            // Onwards before backwards: slides are mostly read in the order in which they are stored.
            grows = (last + 1 < wishes.Count && Fits(first, last + 1, wishes[last + 1], wishes[last + 1].Offset - wishes[last].End))
                || (first > 0 && Fits(first - 1, last, wishes[first - 1], wishes[first].Offset - wishes[first - 1].End));
        }

        return (first, last - first + 1);

        bool Fits(int from, int to, FetchPiece added, long gap)
        {
            long span = wishes[to].End - wishes[from].Offset, wanted = useful + added.Length;
            if (gap is < 0 or > MaxGap || span > most || span > 2 * wanted)
            {
                return false;
            }

            (first, last, useful) = (from, to, wanted);
            return true;
        }
    }
}
