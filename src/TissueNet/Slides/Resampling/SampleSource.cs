namespace TissueNet.Slides.Resampling;

/// <summary>Where pixels are read from: a level of a slide, perhaps shrunk while decoding.</summary>
/// <param name="Reader">The slide's reader.</param>
/// <param name="Level">The level.</param>
/// <param name="Shrink">1, or a shrink factor of the reader at that level.</param>
internal readonly record struct SampleSource(ISlideReader Reader, SlideLevel Level, int Shrink)
{
    // A source this much coarser than asked for still serves: 3 % of enlargement shows in no pixel, while the next finer level
    // costs four times the decoding. It covers slides that say 0.2520 um/px where 0.25 is meant.
    private const double Tolerance = 1.03;

    /// <summary>
    /// Level-0 pixels per pixel. By the level's downsample, never by the ratio of sizes: 1483 of 2967 are pixels of 2 × 2, and the
    /// odd column is missing at the right.
    /// </summary>
    public double Scale => Level.Downsample * Shrink;

    /// <summary>Pixels across.</summary>
    public int Width => (Level.Width + Shrink - 1) / Shrink;

    /// <summary>Pixels down.</summary>
    public int Height => (Level.Height + Shrink - 1) / Shrink;

    /// <summary>Picks the coarsest source that is still as fine as the target; level 0 when none is.</summary>
    /// <param name="reader">The slide's reader.</param>
    /// <param name="step">Level-0 pixels per pixel of the target, of the finer axis.</param>
    public static SampleSource Choose(ISlideReader reader, double step)
    {
        IReadOnlyList<SlideLevel> levels = reader.Info.Levels;
        var best = new SampleSource(reader, levels[0], 1);
        for (int i = levels.Count - 1; i >= 0; i--)
        {
            var candidate = new SampleSource(reader, levels[i], 1);
            IReadOnlyList<int> shrinks = reader.Shrinks(i);
            for (int k = 0; k < shrinks.Count; k++) // an enumerator would be allocated, for every patch
            {
                var shrunk = candidate with { Shrink = shrinks[k] };
                candidate = shrunk.Scale <= step * Tolerance && shrunk.Scale > candidate.Scale ? shrunk : candidate;
            }

            // Stored pixels are preferred to shrunk ones of about the same size, hence the margin and coarse levels first.
            if (candidate.Scale <= step * Tolerance && candidate.Scale > best.Scale * 1.01)
            {
                best = candidate;
            }
        }

        return best;
    }

    /// <summary>Reads a rectangle, in pixels of this source.</summary>
    public void Read(int x, int y, int width, int height, Span<byte> rgb) =>
        Reader.ReadRegion(Level.Index, Shrink, x, y, width, height, rgb[..(width * height * 3)]);
}
