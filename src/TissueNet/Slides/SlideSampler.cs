namespace TissueNet.Slides;

/// <summary>Reads a slide at an exact resolution: picks a level, then resamples.</summary>
internal static class SlideSampler
{
    public static void ReadAt(Slide slide, double level0X, double level0Y, double mpp, int width, int height, Span<byte> rgb) =>
        throw new NotSupportedException();
}
