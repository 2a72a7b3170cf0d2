namespace TissueNet.Slides.OpenSlide;

/// <summary>Reads a slide's colour profile.</summary>
internal static class OpenSlideProfile
{
    private const int MostBytes = 32 << 20;

    /// <summary>
    /// Adds the profile, if there is one and this version of OpenSlide reads it. A damaged one is no reason to refuse pixels: it is noted
    /// among the properties.
    /// </summary>
    /// <param name="info">What is known of the slide.</param>
    /// <param name="handles">The slide.</param>
    public static SlideInfo Add(SlideInfo info, OpenSlideHandles handles)
    {
        try
        {
            return handles.Use(handle => handle.Profile(MostBytes)) is { } profile ? info with { IccProfile = profile } : info;
        }
        catch (InvalidDataException exception)
        {
            var properties = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["tissuenet.icc-profile-ignored"] = exception.Message };
            foreach ((string name, string value) in info.Properties)
            {
                properties[name] = value;
            }

            return info with { Properties = properties };
        }
    }
}
