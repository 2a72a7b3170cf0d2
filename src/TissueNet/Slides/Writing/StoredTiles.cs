namespace TissueNet.Slides.Writing;

/// <summary>A level of the source whose stored tiles are taken over.</summary>
/// <param name="Page">How they are stored.</param>
/// <param name="Offsets">Positions in the source.</param>
/// <param name="Counts">Bytes; 0 where nothing was scanned.</param>
internal sealed record StoredTiles(TiffPage Page, long[] Offsets, long[] Counts)
{
    public PlannedLevel Plan => Page.Plan;
}
