using System.Runtime.InteropServices;

namespace TissueNet.Slides.OpenSlide;

/// <summary>
/// A slide that OpenSlide has open, for one thread at a time. An error stays with its handle: whoever meets one disposes the handle and
/// opens another.
/// </summary>
internal sealed unsafe class OpenSlideHandle : IDisposable
{
    /// <summary>The most pixels that one read takes, so that its scratch is 4 MiB and OpenSlide's as much.</summary>
    public const int MaxPixels = 1 << 20;

    private static long opened;
    private static long closed;
    private readonly OpenSlideLibrary library;
    private nint slide;
    private uint* scratch;

    private OpenSlideHandle(OpenSlideLibrary library, nint slide)
    {
        this.library = library;
        this.slide = slide;
        Interlocked.Increment(ref opened);
    }

    /// <summary>Handles opened and closed by this process so far.</summary>
    public static (long Opened, long Closed) Counts => (Interlocked.Read(ref opened), Interlocked.Read(ref closed));

    public bool IsClosed => slide == 0;

    /// <summary>Opens a slide.</summary>
    /// <param name="library">OpenSlide.</param>
    /// <param name="path">The file.</param>
    /// <param name="cache">A cache that handles share; 0 for one of its own.</param>
    /// <returns>The handle; null when OpenSlide does not know what the file is.</returns>
    /// <exception cref="InvalidDataException">It cannot be opened; the message is OpenSlide's.</exception>
    public static OpenSlideHandle? Open(OpenSlideLibrary library, string path, nint cache)
    {
        nint open = library.Open(path);
        if (open == 0)
        {
            return null;
        }

        var handle = new OpenSlideHandle(library, open);
        try
        {
            handle.Check();
            if (cache != 0)
            {
                library.SetCache(open, cache);
            }

            return handle;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Sizes and downsamples of the levels.</summary>
    public IReadOnlyList<(long Width, long Height, double Downsample)> Levels() =>
        [.. Enumerable.Range(0, Math.Max(0, library.LevelCount(slide))).Select(level => library.Level(slide, level))];

    /// <remarks>Names that are no UTF-8 may be the same once they are text; the last one stays.</remarks>
    public IReadOnlyDictionary<string, string> Properties()
    {
        var properties = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string name, string value) in library.Properties(slide))
        {
            properties[name] = value;
        }

        return properties;
    }

    public IReadOnlyList<(string Name, long Width, long Height)> Associated() => [.. library.Associated(slide)];

    /// <summary>The colour profile; null when there is none, or it is larger than any.</summary>
    /// <exception cref="InvalidDataException">It cannot be read.</exception>
    public byte[]? Profile(int mostBytes)
    {
        long size = library.ProfileSize(slide);
        Check();
        if (size <= 0 || size > mostBytes)
        {
            return null;
        }

        byte[] profile = new byte[size];
        library.ReadProfile(slide, profile);
        Check();
        return profile;
    }

    /// <summary>Reads a rectangle of at most <see cref="MaxPixels"/>.</summary>
    /// <param name="level">The level.</param>
    /// <param name="level0X">Left edge in level-0 pixels.</param>
    /// <param name="level0Y">Top edge in level-0 pixels.</param>
    /// <param name="width">Pixels of the level.</param>
    /// <param name="height">Pixels of the level.</param>
    /// <returns>Premultiplied ARGB, until the next read of this handle.</returns>
    /// <exception cref="InvalidDataException">It cannot be read; the message is OpenSlide's. The handle is of no use any more.</exception>
    public ReadOnlySpan<uint> Read(int level, long level0X, long level0Y, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)width * height, MaxPixels);
        if (scratch is null)
        {
            scratch = (uint*)NativeMemory.Alloc(MaxPixels, sizeof(uint));
        }

        library.ReadRegion(slide, scratch, level0X, level0Y, level, width, height);
        Check();
        return new ReadOnlySpan<uint>(scratch, width * height);
    }

    /// <summary>Reads an associated image.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="width">Its width.</param>
    /// <param name="height">Its height.</param>
    /// <param name="background">Colour behind transparent pixels.</param>
    /// <returns>Three bytes for each pixel.</returns>
    /// <exception cref="InvalidDataException">As for <see cref="Read"/>.</exception>
    public byte[] ReadAssociated(string name, int width, int height, int background)
    {
        // Another handle's size need not be this one's: a file may change while it is read, and OpenSlide fills as many pixels as it finds.
        if (!library.Associated(slide).Any(a => a == (name, (long)width, (long)height)))
        {
            throw new InvalidDataException("the file has changed since it was opened");
        }

        int count = checked(width * height);
        uint* argb = (uint*)NativeMemory.Alloc((nuint)count, sizeof(uint));
        try
        {
            library.ReadAssociated(slide, name, argb);
            Check();
            byte[] rgb = new byte[checked(count * 3)];
            ArgbPixels.ToRgb(new ReadOnlySpan<uint>(argb, count), rgb, background);
            return rgb;
        }
        finally
        {
            NativeMemory.Free(argb);
        }
    }

    public void Dispose()
    {
        nint mine = Interlocked.Exchange(ref slide, 0);
        if (mine != 0)
        {
            library.Close(mine);
            NativeMemory.Free(scratch);
            scratch = null;
            Interlocked.Increment(ref closed);
        }
    }

    private void Check()
    {
        if (library.Error(slide) is { } error)
        {
            throw new InvalidDataException(error);
        }
    }
}
