namespace TissueNet.Slides.Fetching;

/// <summary>
/// The threads that wait for slow storage: one set for the process, begun when there is work, ended when there was none for a while. Not the
/// thread pool: as many blocked threads as a network drive can keep busy would leave the stages none.
/// </summary>
/// <param name="most">The most threads, hence reads in flight.</param>
/// <param name="patience">How long a thread waits for work before it ends.</param>
internal sealed class FetchThreads(int most, TimeSpan patience) : IDisposable
{
    /// <summary>The most reads in flight of <see cref="Shared"/>.</summary>
    public const int Most = 32;

    // They read and do nothing else.
    private const int StackBytes = 256 << 10;
    private readonly Lock gate = new();
    private readonly Queue<IFetchQueue> queue = new();
    private readonly SemaphoreSlim signal = new(0);
    private int threads;
    private int idle;

    /// <summary>The process's threads.</summary>
    public static FetchThreads Shared { get; } = new(Most, TimeSpan.FromSeconds(5));

    /// <summary>Threads now.</summary>
    public int Count => Volatile.Read(ref threads);

    /// <summary>Asks a thread to take work from a queue; a request more than there can be threads is dropped.</summary>
    public void Request(IFetchQueue work)
    {
        lock (gate)
        {
            int waiting = 0;
            foreach (IFetchQueue other in queue)
            {
                waiting += ReferenceEquals(other, work) ? 1 : 0;
            }

            if (waiting >= most)
            {
                return;
            }

            queue.Enqueue(work);
            if (idle < queue.Count && threads < most)
            {
                threads++;
                new Thread(Run, StackBytes) { IsBackground = true, Name = "slide fetch" }.Start();
            }
        }

        signal.Release();
    }

    /// <inheritdoc/>
    public void Dispose() => signal.Dispose();

    private void Run()
    {
        while (Next() is { } work)
        {
            if (work.FetchNext())
            {
                Request(work); // at the end of the queue, so that no slide waits for another's whole list
            }
        }
    }

    private IFetchQueue? Next()
    {
        while (true)
        {
            Interlocked.Increment(ref idle);
            bool signalled = signal.Wait(patience);
            Interlocked.Decrement(ref idle);
            lock (gate)
            {
                if (queue.TryDequeue(out IFetchQueue? work))
                {
                    return work;
                }

                if (!signalled)
                {
                    threads--;
                    return null;
                }
            }
        }
    }
}
