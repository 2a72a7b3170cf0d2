using TissueNet.Stages;

namespace TissueNet.Slides;

/// <summary>
/// An open slide whose resolution is known. It belongs to its scope, which closes the file when the slide is done. Reading is
/// thread-safe.
/// </summary>
public sealed class Slide : ISlidePayload
{
    internal Slide(SlideScope scope, ISlideReader reader, double mppX, double mppY)
    {
        Scope = scope;
        Reader = reader;
        MppX = mppX;
        MppY = mppY;
    }

    /// <inheritdoc/>
    public SlideScope Scope { get; }

    /// <summary>What the file says about itself.</summary>
    public SlideInfo Info => Reader.Info;

    /// <summary>Width of level 0 in pixels.</summary>
    public int Width => Info.Levels[0].Width;

    /// <summary>Height of level 0 in pixels.</summary>
    public int Height => Info.Levels[0].Height;

    /// <summary>Microns per pixel of level 0 across.</summary>
    public double MppX { get; }

    /// <summary>Microns per pixel of level 0 down.</summary>
    public double MppY { get; }

    /// <summary>Microns per pixel of level 0, the mean of both axes.</summary>
    public double Mpp => (MppX + MppY) / 2;

    /// <summary>The open file.</summary>
    internal ISlideReader Reader { get; }

    /// <summary>
    /// Reads pixels at an exact resolution from wherever the pyramid has them cheapest: the finest useful level, shrunk while
    /// decoding where possible, then resampled. Pixel (i, j) of the result shows the slide around level-0 position
    /// (level0X + (i + ½)·mpp/MppX, level0Y + (j + ½)·mpp/MppY), also where pixels of the slide are oblong: the result's are square in
    /// microns. Outside the slide is the background colour.
    /// </summary>
    /// <remarks>
    /// The source is the coarsest level, or level shrunk by the decoder, that is as fine as <paramref name="mpp"/>, or up to 3 % coarser: a
    /// slide of 0.252 um/px is read at 0.5 from its level of 0.504. Finer than level 0 it is enlarged by linear interpolation, which adds
    /// no detail; <c>region_grid</c> refuses that. What a pixel shows lies within 0.1 pixel of where it should; where
    /// a level was resampled to its size instead of averaged by a whole number, which the file does not say, within one pixel of that level.
    /// </remarks>
    /// <param name="level0X">Left edge in level-0 pixels; may be fractional or negative.</param>
    /// <param name="level0Y">Top edge in level-0 pixels.</param>
    /// <param name="mpp">Microns per pixel of the result, above 0.</param>
    /// <param name="width">Pixels of the result, 1 or more.</param>
    /// <param name="height">Pixels of the result, 1 or more.</param>
    /// <param name="rgb">Receives width × height × 3 bytes, RGB, rows without gaps.</param>
    /// <exception cref="SlideException">The pixels cannot be read.</exception>
    public void ReadAt(double level0X, double level0Y, double mpp, int width, int height, Span<byte> rgb) =>
        SlideSampler.ReadAt(this, level0X, level0Y, mpp, width, height, rgb);

    /// <summary>
    /// Says that <see cref="ReadAt"/> will be called so, once: on slow storage the stored tiles are read ahead. Returns at once and never
    /// fails; on quick storage it does nothing.
    /// </summary>
    /// <param name="level0X">Left edge in level-0 pixels.</param>
    /// <param name="level0Y">Top edge in level-0 pixels.</param>
    /// <param name="mpp">Microns per pixel of the result.</param>
    /// <param name="width">Pixels of the result.</param>
    /// <param name="height">Pixels of the result.</param>
    public void Prefetch(double level0X, double level0Y, double mpp, int width, int height)
    {
        if (!Scope.IsPoisoned)
        {
            SlideSampler.Prefetch(this, level0X, level0Y, mpp, width, height);
        }
    }
}
