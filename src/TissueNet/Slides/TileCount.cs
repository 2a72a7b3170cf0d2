using TissueNet.Stages;

namespace TissueNet.Slides;

/// <summary>Reports, when a slide ends, how many stored tiles its reader decoded and how many were needed.</summary>
/// <param name="reader">The slide's reader; still open when this is disposed.</param>
/// <param name="context">Of the stage that opened it.</param>
internal sealed class TileCount(ISlideReader reader, StageContext context) : IDisposable
{
    public void Dispose()
    {
        if (reader is { TilesDecoded: { } decoded, TilesTouched: { } touched })
        {
            context.CountedTiles?.Invoke(decoded, touched);
        }
    }
}
