namespace TissueNet.Stages;

/// <summary>Something that holds leased memory it can do without, such as a cache; see <see cref="IPixelPool.Register"/>.</summary>
internal interface IReclaimable
{
    /// <summary>Gives memory back, since somebody waits for it. Called on the thread that waits, outside the pool's lock.</summary>
    /// <param name="bytes">How much is wanted; all that there is, if it is less.</param>
    void Reclaim(long bytes);
}
