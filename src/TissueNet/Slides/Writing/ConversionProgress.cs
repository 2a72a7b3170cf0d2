namespace TissueNet.Slides.Writing;

/// <summary>How far the conversion of a slide is. Thread-safe.</summary>
internal sealed class ConversionProgress
{
    // Copying a stored tile takes about this part of the time that decoding and encoding it does.
    private const int CopyShare = 32;

    private long pixels;
    private long done;
    private long earlier;
    private long total;

    /// <summary>Pixels of the source that this process has worked on.</summary>
    public long Pixels => Interlocked.Read(ref pixels);

    /// <summary>Work done, also by earlier processes: pixels, of which those that are only copied count less.</summary>
    public long Done => Interlocked.Read(ref done);

    /// <summary>Part of the work that is done, 0–1; 0 while little is known.</summary>
    public double Fraction => Interlocked.Read(ref total) is > 0 and long all ? Math.Min(1, (double)Done / all) : 0;

    /// <summary>Part of the work that earlier processes have done, 0–1: it says nothing about the pace of this one.</summary>
    public double EarlierFraction => Interlocked.Read(ref total) is > 0 and long all ? Math.Min(1, (double)Interlocked.Read(ref earlier) / all) : 0;

    /// <summary>Says how much there is to do.</summary>
    /// <param name="encoded">Pixels to read and encode.</param>
    /// <param name="copied">Pixels of tiles to copy.</param>
    public void Begin(long encoded, long copied) => Interlocked.Exchange(ref total, encoded + (copied / CopyShare));

    /// <summary>Says how much an earlier process has done.</summary>
    public void Resume(long work)
    {
        Interlocked.Add(ref earlier, work);
        Interlocked.Add(ref done, work);
    }

    /// <summary>Counts pixels that were read and encoded.</summary>
    public void Add(long encoded)
    {
        Interlocked.Add(ref pixels, encoded);
        Interlocked.Add(ref done, encoded);
    }

    /// <summary>Counts pixels of tiles that were copied.</summary>
    public void AddCopied(long copied)
    {
        Interlocked.Add(ref pixels, copied);
        Interlocked.Add(ref done, copied / CopyShare);
    }
}
