namespace TissueNet.Slides.OpenSlide;

/// <summary>How the pixels of a level are stored, as far as a slide says: OpenSlide itself does not tell.</summary>
internal static class OpenSlideCodecs
{
    /// <summary>Short name, for <see cref="SlideLevel.Codec"/>.</summary>
    /// <param name="vendor">OpenSlide's word for the maker.</param>
    /// <param name="level">The level.</param>
    /// <param name="properties">All properties.</param>
    public static string Of(string vendor, int level, IReadOnlyDictionary<string, string> properties) => vendor switch
    {
        "hamamatsu" or "leica" or "philips" or "sakura" => "jpeg",
        "mirax" => properties.TryGetValue($"mirax.LAYER_0_LEVEL_{level}_SECTION.IMAGE_FORMAT", out string? format)
            ? format.ToLowerInvariant() : "unknown",
        "aperio" => Aperio(properties.GetValueOrDefault("openslide.comment", "")),
        _ => "unknown",
    };

    private static string Aperio(string comment) =>
        comment.Contains("J2K", StringComparison.Ordinal) ? "jpeg2000" : comment.Contains("JPEG", StringComparison.Ordinal) ? "jpeg" : "unknown";
}
