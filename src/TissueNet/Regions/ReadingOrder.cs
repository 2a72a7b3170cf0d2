namespace TissueNet.Regions;

/// <summary>The order in which regions are cheapest to read: row by row inside vertical strips.</summary>
internal static class ReadingOrder
{
    /// <summary>
    /// Width of a strip in level-0 pixels. One row of 512 px tiles of a strip is 12 MB decoded, which any tile cache holds until the next row
    /// of regions; a row across a 300,000 px slide would be 450 MB.
    /// </summary>
    private const int StripPixels = 8192;

    /// <summary>Sorts regions for reading.</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="chosen">Indices of the regions; sorted in place.</param>
    public static void Sort(RegionGrid grid, int[] chosen) =>
        Array.Sort(chosen, (a, b) =>
        {
            Region left = grid.Regions[a], right = grid.Regions[b];
            int strip = Strip(left).CompareTo(Strip(right));
            return strip != 0 ? strip : a.CompareTo(b); // indices are in row-major order
        });

    private static int Strip(Region region) => (int)Math.Floor((double)region.Level0X / StripPixels);
}
