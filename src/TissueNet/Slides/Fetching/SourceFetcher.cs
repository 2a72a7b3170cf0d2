using System.Buffers;
using TissueNet.Slides.Tiff;

namespace TissueNet.Slides.Fetching;

/// <summary>One slide's stored tiles: read when wanted, or, while its storage is slow, ahead. Thread-safe, except <see cref="Dispose"/>.</summary>
internal sealed class SourceFetcher : IDisposable
{
    private readonly Dictionary<long, FetchPiece> pieces = [];
    private readonly List<FetchPiece> wishes = [];
    private readonly ReadAhead ahead;
    private readonly bool ownsAhead;
    private readonly ReadPace pace;
    private volatile int known;
    private volatile bool stopped;

    /// <summary>Makes one.</summary>
    /// <param name="source">What is read; disposed with this.</param>
    /// <param name="ahead">Reads ahead.</param>
    /// <param name="ownsAhead">Whether to dispose that too.</param>
    public SourceFetcher(IByteSource source, ReadAhead ahead, bool ownsAhead)
    {
        this.ahead = ahead;
        this.ownsAhead = ownsAhead;
        pace = new ReadPace(ahead.SlowRead);
        Source = new PacedByteSource(source, pace);
    }

    /// <summary>The source; its reads are timed.</summary>
    public IByteSource Source { get; }

    /// <summary>Whether it is worth while to say what will be read.</summary>
    public bool ReadsAhead => pace.IsSlow && ahead.Capacity > 0 && !stopped;

    /// <summary>Whether anything is read ahead, or could be. False on quick storage, where nothing here costs anything.</summary>
    public bool IsActive => known > 0 || ReadsAhead;

    /// <summary>Tiles wished for, in the order of the file. With the gate held.</summary>
    internal IReadOnlyList<FetchPiece> Wishes => wishes;

    /// <summary>Whether nothing more is read ahead.</summary>
    internal bool IsStopped => stopped;

    /// <summary>Wishes for a tile.</summary>
    /// <param name="offset">Its first byte; it lies in the file.</param>
    /// <param name="length">Its bytes.</param>
    /// <param name="isHint">Whether a reader will come later, and count for one more; else it is the reader who says so.</param>
    public void Want(long offset, int length, bool isHint)
    {
        lock (ahead.Gate)
        {
            if (pieces.TryGetValue(offset, out FetchPiece? piece))
            {
                ahead.Memory.Use(piece, isHint ? piece.Wanted + 1 : Math.Max(1, piece.Wanted));
                return;
            }

            piece = new FetchPiece(this, offset, length) { Wanted = 1 };
            if (!stopped && length > 0 && ahead.TryAdd(piece))
            {
                pieces.Add(offset, piece);
                wishes.Insert(~Find(offset), piece);
                known = pieces.Count;
            }
        }
    }

    /// <summary>Asks for wishes to be met. After <see cref="Want"/>.</summary>
    public void Wake() => ahead.Wake();

    /// <summary>Says that an announced reader has been served, from wherever.</summary>
    public void Done(long offset)
    {
        bool isFree;
        lock (ahead.Gate)
        {
            if (!pieces.TryGetValue(offset, out FetchPiece? piece))
            {
                return;
            }

            ahead.Memory.Use(piece, Math.Max(0, piece.Wanted - 1));
            isFree = piece.Wanted == 0;
            if (isFree && piece.Block is null)
            {
                Cancel(piece);
            }
        }

        if (isFree)
        {
            ahead.Wake(); // there may be memory now
        }
    }

    /// <summary>A tile's bytes; waits for a read that is under way, reads here and now what is not.</summary>
    /// <param name="offset">Its first byte; it lies in the file.</param>
    /// <param name="length">Its bytes.</param>
    public StoredBytes Read(long offset, int length)
    {
        if (known > 0 && TryTake(offset, length) is { } block)
        {
            ahead.Hit();
            return new StoredBytes(block, offset, length);
        }

        byte[] rented = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            Source.Read(rented.AsSpan(0, length), offset);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(rented);
            throw;
        }

        return new StoredBytes(rented, length);
    }

    /// <summary>Forgets all wishes, and what was read ahead.</summary>
    public void Drop()
    {
        lock (ahead.Gate)
        {
            foreach (FetchPiece wish in wishes.ToArray())
            {
                Cancel(wish);
            }

            foreach (FetchBlock block in ahead.Memory.Blocks.Where(b => b.Source == this && b.IsDone).ToList())
            {
                ahead.Memory.Drop(block);
            }
        }
    }

    /// <summary>Reads nothing ahead from now on, and gives back what was.</summary>
    public void Stop()
    {
        stopped = true;
        Drop();
    }

    /// <summary>Waits for reads under way, gives all memory back, closes the source. Nobody else may be reading.</summary>
    public void Dispose()
    {
        List<FetchBlock> reading;
        lock (ahead.Gate)
        {
            stopped = true;
            Drop(); // with the gate held all along: no thread may take up a wish in between, and read what is closed below
            reading = [.. ahead.Memory.Blocks.Where(b => b.Source == this && !b.IsDone)];
        }

        foreach (FetchBlock block in reading)
        {
            lock (block.Reading)
            {
                lock (ahead.Gate)
                {
                    block.IsDone = true;
                }
            }
        }

        Drop();
        if (ownsAhead)
        {
            ahead.Dispose();
        }

        Source.Dispose();
    }

    /// <summary>Where a wish stands among <see cref="Wishes"/>. With the gate held.</summary>
    internal int IndexOf(FetchPiece wish) => Find(wish.Offset);

    /// <summary>Takes wishes out. With the gate held.</summary>
    internal FetchPiece[] TakeWishes(int first, int count)
    {
        FetchPiece[] taken = [.. wishes.GetRange(first, count)];
        wishes.RemoveRange(first, count);
        return taken;
    }

    /// <summary>Knows of tiles no longer. With the gate held.</summary>
    internal void Forget(IEnumerable<FetchPiece> gone)
    {
        foreach (FetchPiece piece in gone)
        {
            pieces.Remove(piece.Offset);
        }

        known = pieces.Count;
    }

    private FetchBlock? TryTake(long offset, int length)
    {
        FetchBlock? block;
        bool isMine;
        lock (ahead.Gate)
        {
            if (!pieces.TryGetValue(offset, out FetchPiece? piece) || piece.Length < length)
            {
                return null;
            }

            isMine = piece.Block is null;
            block = piece.Block ?? ahead.Begin(piece);
            if (block is null)
            {
                Cancel(piece);
                return null;
            }

            block.Retain();
        }

        if (isMine)
        {
            ahead.Read(block);
        }

        lock (block.Reading)
        {
            if (!block.HasFailed)
            {
                return block;
            }
        }

        block.Release();
        return null;
    }

    private void Cancel(FetchPiece wish)
    {
        wishes.RemoveAt(Find(wish.Offset));
        ahead.Remove(wish);
        Forget([wish]);
    }

    private int Find(long offset)
    {
        int low = 0, high = wishes.Count - 1;
        while (low <= high)
        {
            int middle = (low + high) >> 1;
            long found = wishes[middle].Offset;
            if (found == offset)
            {
                return middle;
            }

            (low, high) = found < offset ? (middle + 1, high) : (low, middle - 1);
        }

        return ~low;
    }
}
