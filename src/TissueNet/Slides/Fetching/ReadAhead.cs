using TissueNet.Stages;

namespace TissueNet.Slides.Fetching;

/// <summary>
/// Reads stored tiles before they are wanted, of all slides that share it, within a bound of memory from the run's pool. Wishes are met in
/// the order in which they came, several at once by <see cref="FetchThreads"/>, each together with wishes that lie next to it in the file.
/// Nobody ever waits for memory here: a wish without is left, and its reader reads for itself. So does the reader of what could not be
/// read, who then gets the true error.
/// </summary>
internal sealed class ReadAhead : IReclaimable, IFetchQueue, IDisposable
{
    /// <summary>Memory when nobody says otherwise.</summary>
    public const long DefaultBytes = 32L << 20;

    private const int MaxWishes = 8192;
    private const long MaxReadBytes = 1 << 20;
    private readonly LinkedList<FetchPiece> wishes = new();
    private readonly IPixelPool pool;
    private readonly FetchMemory memory;
    private readonly FetchThreads threads;
    private long reads;
    private long bytesRead;
    private long hits;

    /// <summary>Makes one.</summary>
    /// <param name="pool">Where memory comes from.</param>
    /// <param name="capacity">The most bytes to hold; 0 never reads ahead.</param>
    /// <param name="threads">Who reads; null for the process's threads.</param>
    public ReadAhead(IPixelPool pool, long capacity, FetchThreads? threads = null)
    {
        this.pool = pool;
        this.threads = threads ?? FetchThreads.Shared;
        memory = new FetchMemory(pool, capacity);
        pool.Register(this);
    }

    /// <summary>A read that takes this long is slow; a slide is read ahead while most of its reads are. Default 1 ms.</summary>
    public TimeSpan SlowRead { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>The most bytes held.</summary>
    public long Capacity => memory.Capacity;

    /// <summary>Bytes held now.</summary>
    public long Bytes => memory.Bytes;

    /// <summary>Reads so far.</summary>
    public long Reads => Interlocked.Read(ref reads);

    /// <summary>Bytes read so far.</summary>
    public long BytesRead => Interlocked.Read(ref bytesRead);

    /// <summary>Tiles that were in memory, or on their way there, when their reader came.</summary>
    public long Hits => Interlocked.Read(ref hits);

    /// <summary>Guards the state of all sources.</summary>
    internal Lock Gate { get; } = new();

    /// <summary>What is held. Only with the gate held.</summary>
    internal FetchMemory Memory => memory;

    /// <summary>Asks a thread to look at the wishes.</summary>
    public void Wake()
    {
        if (wishes.First is not null)
        {
            threads.Request(this);
        }
    }

    /// <inheritdoc/>
    public bool FetchNext()
    {
        FetchBlock? block;
        try
        {
            lock (Gate)
            {
                block = wishes.First is { } first ? Begin(first.Value) : null;
            }
        }
        catch (ObjectDisposedException)
        {
            return false; // the run was abandoned, and its memory is gone
        }

        if (block is null)
        {
            return false;
        }

        Wake(); // the next thread, while this one waits
        Read(block);
        return true;
    }

    /// <inheritdoc/>
    public void Reclaim(long bytes)
    {
        lock (Gate)
        {
            memory.Reclaim(bytes);
        }
    }

    /// <summary>To be disposed after all slides that share it.</summary>
    public void Dispose() => pool.Unregister(this);

    /// <summary>Adds a wish, unless there are too many. With the gate held.</summary>
    internal bool TryAdd(FetchPiece piece)
    {
        if (wishes.Count >= MaxWishes || piece.Length > Capacity)
        {
            return false;
        }

        piece.Wish = wishes.AddLast(piece);
        return true;
    }

    /// <summary>Takes a wish back. With the gate held.</summary>
    internal void Remove(FetchPiece piece)
    {
        wishes.Remove(piece.Wish!);
        piece.Wish = null;
    }

    /// <summary>
    /// Begins the read that brings a tile, on this thread, which calls <see cref="Read"/> next; null when there is no memory. With the gate held.
    /// </summary>
    internal FetchBlock? Begin(FetchPiece piece)
    {
        SourceFetcher source = piece.Source;
        int index = source.IndexOf(piece);

        // A small budget is divided, so that reads still overlap.
        (int first, int count) = Coalescing.Choose(source.Wishes, index, Math.Min(MaxReadBytes, Capacity / 8));
        PixelLease? lease = memory.Find((int)(source.Wishes[first + count - 1].End - source.Wishes[first].Offset));
        if (lease is null && count > 1)
        {
            (first, count) = (index, 1);
            lease = memory.Find(piece.Length);
        }

        if (lease is null)
        {
            return null;
        }

        FetchPiece[] pieces = source.TakeWishes(first, count);
        var block = new FetchBlock(memory, source, pieces, lease);
        foreach (FetchPiece taken in pieces)
        {
            Remove(taken);
            taken.Block = block;
        }

        memory.Add(block);
        block.Reading.Enter(); // before others can see it: nobody else may be first
        return block;
    }

    /// <summary>Reads a block that this thread began. Never throws.</summary>
    internal void Read(FetchBlock block)
    {
        try
        {
            Span<byte> bytes = block.Bytes;
            block.Source.Source.Read(bytes, block.Offset);
            Interlocked.Add(ref bytesRead, bytes.Length);
        }
        catch (Exception)
        {
            // Whoever wants one of the tiles reads it alone: the others must not suffer from it, and the error will be that tile's own.
            block.Fail();
        }
        finally
        {
            Interlocked.Increment(ref reads);
            block.Reading.Exit();
        }

        lock (Gate)
        {
            block.IsDone = true;
            memory.Place(block);
            if (block.HasFailed || block.Source.IsStopped || pool.IsAwaited)
            {
                memory.Drop(block);
            }
        }
    }

    /// <summary>Counts a tile that was in memory when its reader came.</summary>
    internal void Hit() => Interlocked.Increment(ref hits);
}
