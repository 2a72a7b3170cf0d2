using System.Numerics;
using TissueNet.Stages;

namespace TissueNet.Slides.Fetching;

/// <summary>
/// The memory of what was read ahead: blocks that somebody still wants stay, those that nobody wants any more stay until others need their
/// place, least recently used first. Guarded by the lock of its <see cref="ReadAhead"/>, except <see cref="Returned"/>.
/// </summary>
/// <param name="pool">Where memory comes from.</param>
/// <param name="capacity">The most bytes.</param>
internal sealed class FetchMemory(IPixelPool pool, long capacity)
{
    // Uses of other tiles after which a block counts as forgotten: a region that failed half-way leaves wishes that nobody comes for.
    private const long ForgottenAfter = 16_384;
    private readonly LinkedList<FetchBlock> byAge = new();
    private readonly LinkedList<FetchBlock> idle = new();
    private long bytes;
    private long uses;

    /// <summary>The most bytes.</summary>
    public long Capacity => capacity;

    /// <summary>Bytes in use.</summary>
    public long Bytes => Interlocked.Read(ref bytes);

    /// <summary>All blocks kept, oldest first.</summary>
    public IReadOnlyCollection<FetchBlock> Blocks => byAge;

    /// <summary>Finds memory for a block; null when there is none without taking it from somebody who wants it.</summary>
    public PixelLease? Find(int length)
    {
        int size = Size(length);
        while (Bytes + size > capacity)
        {
            if ((idle.First ?? Forgotten()) is not { } victim)
            {
                return null;
            }

            Drop(victim.Value);
        }

        if (!pool.TryLease(size, out PixelLease? lease))
        {
            return null;
        }

        Interlocked.Add(ref bytes, size);
        return lease;
    }

    /// <summary>Keeps a block, which is about to be read.</summary>
    public void Add(FetchBlock block)
    {
        block.Wanted = block.Pieces.Count(p => p.Wanted > 0);
        block.LastUse = uses;
        block.Age = byAge.AddLast(block);
    }

    /// <summary>Notes that a tile of a block is wanted or used, and by how many readers it is wanted now.</summary>
    public void Use(FetchPiece piece, int wanted)
    {
        uses++;
        FetchBlock? block = piece.Block;
        if (block is not null)
        {
            block.LastUse = uses;
            block.Wanted += (wanted > 0 ? 1 : 0) - (piece.Wanted > 0 ? 1 : 0);
        }

        piece.Wanted = wanted;
        if (block is not null)
        {
            Place(block);
        }
    }

    /// <summary>Puts a block where its state wants it: among the idle ones, latest last, or not.</summary>
    public void Place(FetchBlock block)
    {
        if (block.Idle is { } node)
        {
            idle.Remove(node);
            block.Idle = null;
        }

        if (block is { Age: not null, IsDone: true, Wanted: 0 })
        {
            block.Idle = idle.AddLast(block);
        }
    }

    /// <summary>Keeps a block no longer. Its memory goes back when its last reader is done.</summary>
    public void Drop(FetchBlock block)
    {
        if (block.Age is null)
        {
            return;
        }

        byAge.Remove(block.Age);
        block.Age = null;
        Place(block);
        block.Source.Forget(block.Pieces);
        block.Release();
    }

    /// <summary>Gives memory back: first what nobody wants, then the rest, except what is being read this moment.</summary>
    public void Reclaim(long wanted)
    {
        foreach (FetchBlock block in idle.Concat(byAge.Where(b => b is { IsDone: true, Idle: null })).ToList())
        {
            if (wanted <= 0)
            {
                return;
            }

            wanted -= block.Charge;
            Drop(block);
        }
    }

    /// <summary>Notes that a block's memory went back to the pool.</summary>
    public void Returned(int charge) => Interlocked.Add(ref bytes, -charge);

    /// <summary>Four sizes per power of two: the pool keeps idle blocks by size, so there must be few, and little may be wasted.</summary>
    public static int Size(int length)
    {
        int step = Math.Max(1024, (int)BitOperations.RoundUpToPowerOf2((uint)length) / 8);
        return PixelPool.BlockBytes(Math.Min(PixelPool.MaxLeaseBytes, ((long)length + step - 1) / step * step));
    }

    private LinkedListNode<FetchBlock>? Forgotten() =>
        byAge.First is { Value.IsDone: true } oldest && uses - oldest.Value.LastUse > ForgottenAfter ? oldest : null;
}
