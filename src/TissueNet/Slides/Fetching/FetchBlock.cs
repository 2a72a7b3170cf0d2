using TissueNet.Stages;

namespace TissueNet.Slides.Fetching;

/// <summary>
/// One read: tiles that lie close together in a file, and their bytes. One reference belongs to the memory of what was read ahead, one to
/// each reader that decodes from it; the memory goes back with the last.
/// </summary>
/// <param name="memory">Where it counts.</param>
/// <param name="source">What is read.</param>
/// <param name="pieces">The tiles, in the order of the file.</param>
/// <param name="lease">Takes the bytes.</param>
internal sealed class FetchBlock(FetchMemory memory, SourceFetcher source, FetchPiece[] pieces, PixelLease lease)
{
    private int references = 1;
    private volatile bool hasFailed;

    public SourceFetcher Source => source;

    public IReadOnlyList<FetchPiece> Pieces => pieces;

    /// <summary>First byte in the file.</summary>
    public long Offset => pieces[0].Offset;

    /// <summary>All its bytes, those between the tiles too.</summary>
    public Span<byte> Bytes => lease.GetSpan()[..(int)(pieces[^1].End - Offset)];

    /// <summary>Bytes that it takes from the budget.</summary>
    public int Charge => lease.Length;

    /// <summary>Held by the thread that reads; others enter it to wait for that.</summary>
    public Lock Reading { get; } = new();

    /// <summary>Whether the bytes are there, or never will be.</summary>
    public bool IsDone { get; set; }

    /// <summary>Whether reading failed.</summary>
    public bool HasFailed => hasFailed;

    /// <summary>How many of its tiles are still wanted.</summary>
    public int Wanted { get; set; }

    /// <summary>Value of the count of tiles used when it was wanted or used last.</summary>
    public long LastUse { get; set; }

    /// <summary>Place in the order of age; null when it is kept no more.</summary>
    public LinkedListNode<FetchBlock>? Age { get; set; }

    /// <summary>Place among those that nobody wants; null when somebody does.</summary>
    public LinkedListNode<FetchBlock>? Idle { get; set; }

    /// <summary>Bytes of one tile.</summary>
    public ReadOnlySpan<byte> Slice(long offset, int length) => Bytes.Slice((int)(offset - Offset), length);

    public void Fail() => hasFailed = true;

    public void Retain() => Interlocked.Increment(ref references);

    public void Release()
    {
        if (Interlocked.Decrement(ref references) == 0)
        {
            int charge = Charge;
            lease.Dispose();
            memory.Returned(charge);
        }
    }
}
