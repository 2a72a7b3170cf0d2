namespace TissueNet.Slides.Fetching;

/// <summary>A stored tile that is wished for, being read, or in memory. Guarded by the lock of its <see cref="ReadAhead"/>.</summary>
/// <param name="source">Whose tile.</param>
/// <param name="offset">Its first byte in the file.</param>
/// <param name="length">Its bytes.</param>
internal sealed class FetchPiece(SourceFetcher source, long offset, int length)
{
    public SourceFetcher Source => source;

    public long Offset => offset;

    public int Length => length;

    /// <summary>Byte after the last.</summary>
    public long End => offset + length;

    /// <summary>How many announced readers have not come yet.</summary>
    public int Wanted { get; set; }

    /// <summary>The read that brings or brought it; null while it is only wished for.</summary>
    public FetchBlock? Block { get; set; }

    /// <summary>Place among the wishes; null when it is none any more.</summary>
    public LinkedListNode<FetchPiece>? Wish { get; set; }
}
