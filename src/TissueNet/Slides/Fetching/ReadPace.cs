using System.Diagnostics;

namespace TissueNet.Slides.Fetching;

/// <summary>
/// Whether reading from a source is slow, judged by its latest reads. One slow read among quick ones says nothing (a thread may have lost
/// its core); most of the last few do.
/// </summary>
/// <param name="limit">A read that takes longer is slow; zero takes every read for slow.</param>
internal sealed class ReadPace(TimeSpan limit)
{
    private const double Weight = 0.25;
    private const double TurnsOn = 0.55;
    private const double TurnsOff = 0.2;

    // Nothing but statistics: two threads that note at once may lose one of the two.
    private double slowShare;
    private volatile bool isSlow;

    /// <summary>Whether most reads of late were slow.</summary>
    public bool IsSlow => isSlow;

    /// <summary>Notes a read.</summary>
    /// <param name="begun">Its <see cref="Stopwatch.GetTimestamp"/>.</param>
    public void Note(long begun) => Note(Stopwatch.GetElapsedTime(begun));

    /// <summary>Notes a read.</summary>
    /// <param name="time">How long it took.</param>
    public void Note(TimeSpan time)
    {
        bool wasSlow = time >= limit;
        double share = Volatile.Read(ref slowShare);
        if (!wasSlow && share < 0.01)
        {
            return; // as nearly always on a local disk: no write that other cores would have to see
        }

        share += ((wasSlow ? 1 : 0) - share) * Weight;
        Volatile.Write(ref slowShare, share);
        if (share >= TurnsOn != isSlow && (share >= TurnsOn || share <= TurnsOff))
        {
            isSlow = share >= TurnsOn;
        }
    }
}
