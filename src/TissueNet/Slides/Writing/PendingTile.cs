using TissueNet.Stages;

namespace TissueNet.Slides.Writing;

/// <summary>A coarse tile of which some quarters are still to come.</summary>
/// <param name="Pixels">RGB, rows without gaps.</param>
internal sealed record PendingTile(PixelLease Pixels)
{
    private int missing;

    /// <summary>Quarters still to come.</summary>
    public int Missing
    {
        get => Volatile.Read(ref missing);
        init => missing = value;
    }

    /// <summary>Counts a quarter.</summary>
    /// <returns>Whether it was the last.</returns>
    public bool Complete() => Interlocked.Decrement(ref missing) == 0;
}
