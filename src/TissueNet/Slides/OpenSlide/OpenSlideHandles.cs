namespace TissueNet.Slides.OpenSlide;

/// <summary>
/// The open handles of one slide. Each reading thread has one to itself: OpenSlide locks inside, and an error of one region must not
/// reach the region of another thread. What they hold is bounded by their number: 32 MiB of decoded tiles each before version 4 (OpenSlide's
/// own bound) and all together since, and 4 MiB of scratch each.
/// </summary>
internal sealed class OpenSlideHandles : IDisposable
{
    /// <summary>Failed regions in a row after which a slide is given up.</summary>
    public const int MostFailures = 100;

    private const int SharedCacheBytes = 32 << 20;
    private readonly object gate = new();
    private readonly Stack<OpenSlideHandle> idle = new();
    private readonly OpenSlideLibrary library;
    private readonly string path;
    private readonly int most;
    private readonly nint cache;
    private int open;
    private int failures;
    private long discarded;
    private bool disposed;

    /// <summary>Makes the set, empty.</summary>
    /// <param name="library">OpenSlide.</param>
    /// <param name="path">The slide's file.</param>
    /// <param name="most">Handles at most; by default one for each core, up to four.</param>
    public OpenSlideHandles(OpenSlideLibrary library, string path, int? most = null)
    {
        this.library = library;
        this.path = path;
        this.most = most ?? Math.Clamp(Environment.ProcessorCount, 1, 4);
        cache = library.CreateCache(SharedCacheBytes);
    }

    /// <summary>Handles thrown away after an error so far.</summary>
    public long Discarded => Interlocked.Read(ref discarded);

    /// <summary>Whether so many regions failed in a row that no further one is tried.</summary>
    public bool IsGivenUp => Volatile.Read(ref failures) >= MostFailures;

    /// <summary>Reads a rectangle that lies within a level, in pieces that fit a handle's scratch.</summary>
    /// <param name="level">The level.</param>
    /// <param name="x">Left edge in pixels of the level.</param>
    /// <param name="y">Top edge.</param>
    /// <param name="width">Pixels, 1 or more.</param>
    /// <param name="height">Pixels, 1 or more.</param>
    /// <param name="rgb">From the first byte of the target on.</param>
    /// <param name="stride">Bytes from row to row of the target.</param>
    /// <param name="background">Colour behind transparent pixels.</param>
    /// <exception cref="InvalidDataException">It cannot be read; the message is OpenSlide's.</exception>
    public void Read(in OpenSlideLevel level, int x, int y, int width, int height, Span<byte> rgb, int stride, int background)
    {
        OpenSlideHandle handle = Rent();
        bool isSound = false;
        try
        {
            // OpenSlide cuts what is wider than 4096 pixels itself, at positions that it rounds.
            int columns = Math.Min(width, 4096), rows = Math.Min(height, OpenSlideHandle.MaxPixels / columns);
            for (int top = 0; top < height; top += rows)
            {
                for (int left = 0; left < width; left += columns)
                {
                    int across = Math.Min(columns, width - left), down = Math.Min(rows, height - top);
                    ReadOnlySpan<uint> argb = handle.Read(level.Index, level.ToLevel0(x + left), level.ToLevel0(y + top), across, down);
                    for (int row = 0; row < down; row++)
                    {
                        ArgbPixels.ToRgb(argb.Slice(row * across, across), rgb.Slice(((top + row) * stride) + (left * 3), across * 3), background);
                    }
                }
            }

            isSound = true;
        }
        finally
        {
            Return(handle, isSound);
        }
    }

    /// <summary>Does something else with a handle.</summary>
    /// <exception cref="InvalidDataException">OpenSlide fails; the message is its own.</exception>
    public T Use<T>(Func<OpenSlideHandle, T> use)
    {
        OpenSlideHandle handle = Rent();
        bool isSound = false;
        try
        {
            T result = use(handle);
            isSound = true;
            return result;
        }
        finally
        {
            Return(handle, isSound);
        }
    }

    /// <summary>Counts a region that was read.</summary>
    public void Succeeded()
    {
        if (Volatile.Read(ref failures) is > 0 and < MostFailures)
        {
            Volatile.Write(ref failures, 0);
        }
    }

    /// <summary>Counts a region that could not be read.</summary>
    public void Failed() => Interlocked.Increment(ref failures);

    public void Dispose()
    {
        lock (gate)
        {
            if (disposed)
            {
                return;
            }

            disposed = true;
            while (idle.TryPop(out OpenSlideHandle? handle))
            {
                handle.Dispose();
            }
        }

        if (cache != 0)
        {
            library.ReleaseCache(cache);
        }
    }

    // Waits while all handles are in use.
    private OpenSlideHandle Rent()
    {
        lock (gate)
        {
            while (!disposed && idle.Count == 0 && open == most)
            {
                Monitor.Wait(gate);
            }

            ObjectDisposedException.ThrowIf(disposed, this); // also after waiting: the cache that handles share is gone
            if (idle.TryPop(out OpenSlideHandle? handle))
            {
                return handle;
            }

            open++;
        }

        try
        {
            return OpenSlideHandle.Open(library, path, cache) ?? throw new InvalidDataException("OpenSlide does not know the file any more");
        }
        catch
        {
            Forget();
            throw;
        }
    }

    // A handle that has met an error is closed: OpenSlide would fail all that it reads from then on.
    private void Return(OpenSlideHandle handle, bool isSound)
    {
        lock (gate)
        {
            if (isSound && !disposed)
            {
                idle.Push(handle);
                Monitor.Pulse(gate);
                return;
            }
        }

        handle.Dispose();
        Interlocked.Add(ref discarded, isSound ? 0 : 1);
        Forget();
    }

    private void Forget()
    {
        lock (gate)
        {
            open--;
            Monitor.Pulse(gate);
        }
    }
}
