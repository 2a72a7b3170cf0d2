namespace TissueNet.Slides.Writing;

/// <summary>How far the conversion of a slide is. Thread-safe.</summary>
internal sealed class ConversionProgress
{
    private long done;
    private long total;

    /// <summary>Pixels of the source that have been worked on.</summary>
    public long Done => Interlocked.Read(ref done);

    /// <summary>Pixels to work on; 0 while that is not known.</summary>
    public long Total => Interlocked.Read(ref total);

    /// <summary>Pixels that an earlier process had worked on.</summary>
    public long Resumed { get; private set; }

    public void Begin(long pixels) => Interlocked.Exchange(ref total, pixels);

    public void Resume(long pixels)
    {
        Resumed = pixels;
        Add(pixels);
    }

    public void Add(long pixels) => Interlocked.Add(ref done, pixels);
}
