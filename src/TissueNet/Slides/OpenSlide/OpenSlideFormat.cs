using TissueNet.Slides.Tiff;
using TissueNet.Stages;

namespace TissueNet.Slides.OpenSlide;

/// <summary>What OpenSlide reads and the TIFF reader does not: NDPI, MRXS, SCN, BIF, VMS, SVS with JPEG 2000, with version 4 DICOM.</summary>
/// <param name="library">OpenSlide; null when it is not installed.</param>
/// <param name="wish">What <see cref="OpenSlideLibrary.Variable"/> says.</param>
internal sealed class OpenSlideFormat(OpenSlideLibrary? library, string? wish = null) : ISlideFormat
{
    /// <summary>Name of this format.</summary>
    public const string FormatName = "openslide";

    public OpenSlideFormat()
        : this(OpenSlideLibrary.Default, OpenSlideLibrary.Wish)
    {
    }

    /// <inheritdoc/>
    public string Name => FormatName;

    /// <inheritdoc/>
    public int Order => 50;

    /// <inheritdoc/>
    public bool Detect(string path, ReadOnlySpan<byte> head) => TiffFile.HasSignature(head) || ForeignSlides.Find(path, head) is not null;

    /// <inheritdoc/>
    public ISlideReader Open(string path, IPixelPool pool, long cacheBytes)
    {
        var cache = new TileCache(pool, cacheBytes);
        try
        {
            return Open(path, cache, ownsCache: true);
        }
        catch
        {
            cache.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ISlideReader Open(string path, TileCache cache) => Open(path, cache, ownsCache: false);

    private OpenSlideReader Open(string path, TileCache cache, bool ownsCache)
    {
        ForeignKind? kind = FindKind(path);
        OpenSlideRefusals.RefuseUnreadable(path, kind);
        if (library is null)
        {
            throw OpenSlideRefusals.NotInstalled(path, kind, wish);
        }

        MiraxFolder.Check(path);
        MiraxIndex.Check(path);
        OpenSlideGuard.CheckFile(path);
        switch (library.DetectVendor(path))
        {
            case null:
                throw OpenSlideRefusals.NotRecognised(path, kind, library);
            case GenericTiffTraps.Vendor:
                GenericTiffTraps.Refuse(path);
                break;
        }

        var handles = new OpenSlideHandles(library, Path.GetFullPath(path));
        try
        {
            (SlideInfo info, OpenSlideLevel[] levels) = handles.Use(handle => OpenSlideProperties.Describe(path, handle));
            return new OpenSlideReader(path, OpenSlideProfile.Add(info, handles), levels, handles, cache, ownsCache);
        }
        catch (Exception exception)
        {
            handles.Dispose();
            if (exception is InvalidDataException)
            {
                throw new SlideException(
                    path,
                    $"OpenSlide cannot open '{Path.GetFileName(path)}': {exception.Message.TrimEnd('.')}.",
                    "Copy or export the slide again, with all of its files.",
                    exception);
            }

            throw;
        }
    }

    private static ForeignKind? FindKind(string path)
    {
        using FileStream file = File.OpenRead(path);
        Span<byte> head = stackalloc byte[132];
        return ForeignSlides.Find(path, head[..file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)]);
    }
}
