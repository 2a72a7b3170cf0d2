using System.Collections.Concurrent;
using TissueNet.Slides.Tiff;

namespace TissueNet.Tests.TestSupport;

/// <summary>
/// A file on storage as the test wants it: every read takes a while, or waits until the test lets it go, or fails; any number at once. It
/// records what is read, and whether anybody reads after it was closed.
/// </summary>
internal sealed class ImitatedStorage(IByteSource file, TimeSpan delay = default) : IByteSource
{
    private static readonly ManualResetEvent Never = new(false);
    private readonly ConcurrentQueue<(long Offset, int Length)> log = new();
    private int inFlight;
    private int mostInFlight;
    private volatile bool closed;

    public long Length => file.Length;

    /// <summary>All reads so far, in the order in which they began.</summary>
    public IReadOnlyCollection<(long Offset, int Length)> Log => log;

    public int Reads => log.Count;

    public long Bytes => log.Sum(r => (long)r.Length);

    public int InFlight => Volatile.Read(ref inFlight);

    public int MostInFlight => Volatile.Read(ref mostInFlight);

    public bool IsClosed => closed;

    /// <summary>Set when somebody read, or closed, what another had closed or was reading.</summary>
    public bool WasMisused { get; private set; }

    /// <summary>Whether a read that spans these bytes fails.</summary>
    public Func<long, int, bool>? Fails { get; set; }

    /// <summary>When set, reads wait for it.</summary>
    public ManualResetEvent? Barrier { get; set; }

    public void Read(Span<byte> buffer, long offset)
    {
        log.Enqueue((offset, buffer.Length));
        WasMisused |= closed;
        int now = Interlocked.Increment(ref inFlight), most;
        while (now > (most = MostInFlight) && Interlocked.CompareExchange(ref mostInFlight, now, most) != most)
        {
        }

        try
        {
            if (delay > TimeSpan.Zero)
            {
                Never.WaitOne(delay);
            }

            Barrier?.WaitOne(TimeSpan.FromSeconds(20)); // a test that fails must not hang
            if (Fails?.Invoke(offset, buffer.Length) == true)
            {
                throw new IOException($"the network is down at byte {offset}");
            }

            file.Read(buffer, offset);
        }
        finally
        {
            WasMisused |= closed;
            Interlocked.Decrement(ref inFlight);
        }
    }

    public void Dispose()
    {
        WasMisused |= InFlight > 0 || closed;
        closed = true;
        file.Dispose();
    }
}
