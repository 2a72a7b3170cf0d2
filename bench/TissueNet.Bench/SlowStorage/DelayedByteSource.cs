using TissueNet.Slides.Tiff;

namespace TissueNet.Bench.SlowStorage;

/// <summary>A file on an imitated network drive: every read takes a while longer, any number of them at once. Counts them.</summary>
/// <param name="file">The file; disposed with this.</param>
/// <param name="delay">Added to every read; zero for none.</param>
internal sealed class DelayedByteSource(IByteSource file, TimeSpan delay) : IByteSource
{
    private static readonly ManualResetEvent Never = new(false);
    private long reads;
    private long bytes;
    private int inFlight;
    private int mostInFlight;

    public long Length => file.Length;

    public long Reads => Interlocked.Read(ref reads);

    public long Bytes => Interlocked.Read(ref bytes);

    public int MostInFlight => Volatile.Read(ref mostInFlight);

    public void Read(Span<byte> buffer, long offset)
    {
        Interlocked.Increment(ref reads);
        Interlocked.Add(ref bytes, buffer.Length);
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

            file.Read(buffer, offset);
        }
        finally
        {
            Interlocked.Decrement(ref inFlight);
        }
    }

    public void Dispose() => file.Dispose();
}
