namespace TissueNet.Slides;

/// <summary>A slide format that OpenSlide reads, or that nothing here does.</summary>
/// <param name="Name">With article: <c>a MIRAX</c>.</param>
internal sealed record ForeignKind(string Name)
{
    /// <summary>The first version of OpenSlide that reads it.</summary>
    public Version Since { get; init; } = new(3, 4);

    /// <summary>Whether its files are TIFFs by their structure, so that one that OpenSlide does not know may be a plain TIFF under that name.</summary>
    public bool IsTiff { get; init; }

    /// <summary>Whether OpenSlide does not read it either.</summary>
    public bool IsReadByNone { get; init; }
}
