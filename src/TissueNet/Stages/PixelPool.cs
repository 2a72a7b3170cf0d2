using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;

namespace TissueNet.Stages;

/// <summary>
/// The run's pixel memory: one pool with a byte budget. Blocks are reused by size class; idle blocks count against the budget too,
/// so that the process never holds more than <see cref="Capacity"/> of it.
/// </summary>
/// <param name="capacity">The budget in bytes, 1 or more.</param>
internal sealed class PixelPool(long capacity) : IPixelPool, IDisposable
{
    /// <summary>The most bytes that one lease can have.</summary>
    public const int MaxLeaseBytes = int.MaxValue - 4095;

    private const int Alignment = 64;

    // A block this large serves one slide, as the scratch of a mask does: kept idle it would only weigh on the process.
    private const int MaxIdleBlockBytes = 4 << 20;

    private readonly Lock gate = new();
    private readonly Dictionary<int, Stack<nint>> idle = [];
    private readonly LinkedList<Waiter> waiters = new();
    private readonly List<IReclaimable> reclaimables = [];
    private long leased;
    private long held;
    private long idleBytes;
    private long peak;
    private int leases;
    private bool disposed;

    /// <inheritdoc/>
    public long Capacity { get; } = capacity;

    /// <inheritdoc/>
    public long LeasedBytes => Interlocked.Read(ref leased);

    /// <summary>Leases out now; 0 between slides, or something leaks.</summary>
    public int LeaseCount => Volatile.Read(ref leases);

    /// <summary>The most bytes leased at once so far.</summary>
    public long PeakLeasedBytes => Interlocked.Read(ref peak);

    /// <summary>Requests that wait for memory now.</summary>
    public int WaiterCount
    {
        get
        {
            lock (gate)
            {
                return waiters.Count;
            }
        }
    }

    /// <inheritdoc/>
    public bool IsAwaited => WaiterCount > 0;

    /// <inheritdoc/>
    public ValueTask<PixelLease> LeaseAsync(long bytes, CancellationToken cancellation = default)
    {
        int block = BlockBytes(bytes);
        cancellation.ThrowIfCancellationRequested();
        Waiter waiter;
        IReclaimable[] holders;
        long shortage;
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            if (block > Capacity - held)
            {
                string kept = held > 0 ? $", of which models keep {held:N0}" : "";
                throw new StageException(
                    string.Create(CultureInfo.InvariantCulture, $"{bytes:N0} bytes of pixel memory are needed at once, but run.memory is {Capacity:N0} bytes{kept}."),
                    "Raise run.memory, or use smaller patches or a coarser mpp.");
            }

            if (waiters.Count == 0 && TryTake((int)bytes, block, isHeld: false, out PixelLease? lease))
            {
                return new(lease);
            }

            waiter = new Waiter((int)bytes, block);
            waiter.Node = waiters.AddLast(waiter);
            shortage = leased + waiters.Sum(w => (long)w.BlockBytes) - Capacity;
            holders = [.. reclaimables];
        }

        // Outside the lock: caches call the pool with their own lock held. Without this the waiter could wait for ever, since a cache
        // has no other reason to give memory back.
        foreach (IReclaimable holder in holders)
        {
            holder.Reclaim(shortage);
        }

        return new(WaitAsync(waiter, cancellation));
    }

    /// <inheritdoc/>
    public bool TryLease(long bytes, [NotNullWhen(true)] out PixelLease? lease) => TryLease(bytes, isHeld: false, out lease);

    /// <inheritdoc/>
    public bool TryHold(long bytes, [NotNullWhen(true)] out PixelLease? lease) => TryLease(bytes, isHeld: true, out lease);

    /// <inheritdoc/>
    public void Register(IReclaimable holder)
    {
        lock (gate)
        {
            reclaimables.Add(holder);
        }
    }

    /// <inheritdoc/>
    public void Unregister(IReclaimable holder)
    {
        lock (gate)
        {
            reclaimables.Remove(holder);
        }
    }

    private bool TryLease(long bytes, bool isHeld, [NotNullWhen(true)] out PixelLease? lease)
    {
        int block = BlockBytes(bytes);
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            lease = null;
            return waiters.Count == 0 && block <= Capacity && TryTake((int)bytes, block, isHeld, out lease);
        }
    }

    /// <summary>Frees idle blocks. Blocks still on loan are freed when they come back.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            disposed = true;
            FreeIdle(0);
        }
    }

    internal void Return(nint block, int blockBytes, bool isHeld)
    {
        lock (gate)
        {
            leased -= blockBytes;
            held -= isHeld ? blockBytes : 0;
            leases--;
            if (disposed)
            {
                Free(block);
                return;
            }

            if (blockBytes > MaxIdleBlockBytes)
            {
                Free(block);
                Serve();
                return;
            }

            if (!idle.TryGetValue(blockBytes, out Stack<nint>? stack))
            {
                idle[blockBytes] = stack = new Stack<nint>();
            }

            stack.Push(block);
            idleBytes += blockBytes;

            Serve();
        }
    }

    private static unsafe nint Allocate(int block) => (nint)NativeMemory.AlignedAlloc((nuint)block, Alignment);

    private static unsafe void Free(nint block) => NativeMemory.AlignedFree((void*)block);

    // First come, first served: a large request at the head is not starved by small ones behind it. Called with the gate held;
    // completions run their continuations elsewhere.
    private void Serve()
    {
        while (waiters.First is { } head && TryTake(head.Value.Bytes, head.Value.BlockBytes, isHeld: false, out PixelLease? lease))
        {
            waiters.RemoveFirst();
            head.Value.Node = null;
            head.Value.Completion.SetResult(lease);
        }
    }

    /// <summary>Bytes that a lease takes from the budget.</summary>
    internal static int BlockBytes(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, MaxLeaseBytes);

        // Whole pages above one page: few size classes, so idle blocks fit the next request.
        return (int)(bytes <= 4096 ? (bytes + 63) & ~63L : (bytes + 4095) & ~4095L);
    }

    private bool TryTake(int bytes, int block, bool isHeld, [NotNullWhen(true)] out PixelLease? lease)
    {
        lease = null;
        if (leased + block > Capacity)
        {
            return false;
        }

        nint address;
        if (idle.TryGetValue(block, out Stack<nint>? stack) && stack.TryPop(out address))
        {
            idleBytes -= block;
        }
        else
        {
            FreeIdle(Capacity - leased - block);
            address = Allocate(block);
        }

        leased += block;
        held += isHeld ? block : 0;
        leases++;
        peak = Math.Max(peak, leased);
        lease = new PixelLease(this, bytes, block, address, isHeld);
        return true;
    }

    private void FreeIdle(long keepBytes)
    {
        foreach ((int size, Stack<nint> stack) in idle)
        {
            while (idleBytes > keepBytes && stack.TryPop(out nint block))
            {
                Free(block);
                idleBytes -= size;
            }
        }
    }

    private async Task<PixelLease> WaitAsync(Waiter waiter, CancellationToken cancellation)
    {
        await using CancellationTokenRegistration registration = cancellation.UnsafeRegister(
            state =>
            {
                var (pool, abandoned, token) = ((PixelPool, Waiter, CancellationToken))state!;
                lock (pool.gate)
                {
                    if (abandoned.Node is null)
                    {
                        return; // served at the same instant: the lease is on its way to its owner
                    }

                    pool.waiters.Remove(abandoned.Node);
                    abandoned.Node = null;
                    abandoned.Completion.SetCanceled(token);
                    pool.Serve();
                }
            },
            (this, waiter, cancellation));
        return await waiter.Completion.Task;
    }

    private sealed class Waiter(int bytes, int blockBytes)
    {
        public int Bytes => bytes;

        public int BlockBytes => blockBytes;

        public TaskCompletionSource<PixelLease> Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public LinkedListNode<Waiter>? Node { get; set; }
    }
}
