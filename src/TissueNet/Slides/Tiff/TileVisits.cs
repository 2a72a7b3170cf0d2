namespace TissueNet.Slides.Tiff;

/// <summary>What became of the tiles of one level at one shrink factor: two bits for each, made when the first is touched. Thread-safe.</summary>
/// <param name="tiles">How many there are.</param>
internal sealed class TileVisits(int tiles)
{
    private readonly uint[] touched = new uint[(tiles + 31) / 32];
    private readonly uint[] spent = new uint[(tiles + 31) / 32];
    private long count;

    /// <summary>Tiles touched so far, each counted once.</summary>
    public long Touched => Interlocked.Read(ref count);

    /// <summary>
    /// Whether a tile was wanted again after all of its pixels had been handed out: patches overlap, or several stages read the same ones. Then
    /// nothing can be told from what was handed out.
    /// </summary>
    public bool IsRevisited { get; private set; }

    /// <summary>Notes that a tile is wanted.</summary>
    public void Touch(int tile)
    {
        uint bit = 1u << (tile & 31);
        if ((Volatile.Read(ref touched[tile >> 5]) & bit) == 0 && (Interlocked.Or(ref touched[tile >> 5], bit) & bit) == 0)
        {
            Interlocked.Increment(ref count);
        }

        if ((Volatile.Read(ref spent[tile >> 5]) & bit) != 0)
        {
            IsRevisited = true;
        }
    }

    /// <summary>Notes that all pixels of a tile have been handed out.</summary>
    public void Spend(int tile) => Interlocked.Or(ref spent[tile >> 5], 1u << (tile & 31));
}
