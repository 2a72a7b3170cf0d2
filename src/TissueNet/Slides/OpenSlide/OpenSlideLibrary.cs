using System.Reflection;
using System.Runtime.InteropServices;

namespace TissueNet.Slides.OpenSlide;

/// <summary>
/// libopenslide, found at run time: what versions 3.4.1 and 4.x have in common, and colour profiles and a shared cache where there are.
/// Handles are OpenSlide's <c>openslide_t*</c>; <see cref="OpenSlideHandle"/> owns them.
/// </summary>
internal sealed unsafe class OpenSlideLibrary
{
    /// <summary>Set to the library's path to use that one, or to <c>none</c> to do without OpenSlide.</summary>
    public const string Variable = "TISSUENET_OPENSLIDE";

    /// <summary>Value of <see cref="Variable"/> that forbids every library.</summary>
    public const string Nothing = "none";

    private static readonly Lazy<OpenSlideLibrary?> LazyDefault = new(() => Find(Wish));
    private readonly delegate* unmanaged[Cdecl]<byte*, byte*> detectVendor;
    private readonly delegate* unmanaged[Cdecl]<byte*, nint> open;
    private readonly delegate* unmanaged[Cdecl]<nint, void> close;
    private readonly delegate* unmanaged[Cdecl]<nint, byte*> error;
    private readonly delegate* unmanaged[Cdecl]<nint, int> levelCount;
    private readonly delegate* unmanaged[Cdecl]<nint, int, long*, long*, void> levelDimensions;
    private readonly delegate* unmanaged[Cdecl]<nint, int, double> levelDownsample;
    private readonly delegate* unmanaged[Cdecl]<nint, uint*, long, long, int, long, long, void> readRegion;
    private readonly delegate* unmanaged[Cdecl]<nint, byte**> propertyNames;
    private readonly delegate* unmanaged[Cdecl]<nint, byte*, byte*> propertyValue;
    private readonly delegate* unmanaged[Cdecl]<nint, byte**> associatedNames;
    private readonly delegate* unmanaged[Cdecl]<nint, byte*, long*, long*, void> associatedDimensions;
    private readonly delegate* unmanaged[Cdecl]<nint, byte*, uint*, void> readAssociated;
    private readonly delegate* unmanaged[Cdecl]<nint, long> profileSize;
    private readonly delegate* unmanaged[Cdecl]<nint, byte*, void> readProfile;
    private readonly delegate* unmanaged[Cdecl]<nuint, nint> createCache;
    private readonly delegate* unmanaged[Cdecl]<nint, nint, void> setCache;
    private readonly delegate* unmanaged[Cdecl]<nint, void> releaseCache;

    private OpenSlideLibrary(nint library, string name)
    {
        detectVendor = (delegate* unmanaged[Cdecl]<byte*, byte*>)NativeLibrary.GetExport(library, "openslide_detect_vendor");
        open = (delegate* unmanaged[Cdecl]<byte*, nint>)NativeLibrary.GetExport(library, "openslide_open");
        close = (delegate* unmanaged[Cdecl]<nint, void>)NativeLibrary.GetExport(library, "openslide_close");
        error = (delegate* unmanaged[Cdecl]<nint, byte*>)NativeLibrary.GetExport(library, "openslide_get_error");
        levelCount = (delegate* unmanaged[Cdecl]<nint, int>)NativeLibrary.GetExport(library, "openslide_get_level_count");
        levelDimensions = (delegate* unmanaged[Cdecl]<nint, int, long*, long*, void>)NativeLibrary.GetExport(library, "openslide_get_level_dimensions");
        levelDownsample = (delegate* unmanaged[Cdecl]<nint, int, double>)NativeLibrary.GetExport(library, "openslide_get_level_downsample");
        readRegion = (delegate* unmanaged[Cdecl]<nint, uint*, long, long, int, long, long, void>)NativeLibrary.GetExport(library, "openslide_read_region");
        propertyNames = (delegate* unmanaged[Cdecl]<nint, byte**>)NativeLibrary.GetExport(library, "openslide_get_property_names");
        propertyValue = (delegate* unmanaged[Cdecl]<nint, byte*, byte*>)NativeLibrary.GetExport(library, "openslide_get_property_value");
        associatedNames = (delegate* unmanaged[Cdecl]<nint, byte**>)NativeLibrary.GetExport(library, "openslide_get_associated_image_names");
        associatedDimensions = (delegate* unmanaged[Cdecl]<nint, byte*, long*, long*, void>)
            NativeLibrary.GetExport(library, "openslide_get_associated_image_dimensions");
        readAssociated = (delegate* unmanaged[Cdecl]<nint, byte*, uint*, void>)NativeLibrary.GetExport(library, "openslide_read_associated_image");
        Version = Text(((delegate* unmanaged[Cdecl]<byte*>)NativeLibrary.GetExport(library, "openslide_get_version"))()) ?? "unknown";
        Description = $"OpenSlide {Version} ({name})";
        if (NativeLibrary.TryGetExport(library, "openslide_get_icc_profile_size", out nint function)) // since 4.0
        {
            profileSize = (delegate* unmanaged[Cdecl]<nint, long>)function;
            readProfile = (delegate* unmanaged[Cdecl]<nint, byte*, void>)NativeLibrary.GetExport(library, "openslide_read_icc_profile");
            createCache = (delegate* unmanaged[Cdecl]<nuint, nint>)NativeLibrary.GetExport(library, "openslide_cache_create");
            setCache = (delegate* unmanaged[Cdecl]<nint, nint, void>)NativeLibrary.GetExport(library, "openslide_set_cache");
            releaseCache = (delegate* unmanaged[Cdecl]<nint, void>)NativeLibrary.GetExport(library, "openslide_cache_release");
        }
    }

    /// <summary>The library of this machine; null when there is none, or <see cref="Variable"/> forbids it.</summary>
    public static OpenSlideLibrary? Default => LazyDefault.Value;

    /// <summary>What <see cref="Variable"/> says.</summary>
    public static string? Wish => Environment.GetEnvironmentVariable(Variable);

    /// <summary>Version, such as <c>3.4.1</c>.</summary>
    public string Version { get; }

    /// <summary>Version and file.</summary>
    public string Description { get; }

    /// <summary>Whether it is of version 4 or later: DICOM, colour profiles, a cache that handles share.</summary>
    public bool IsVersion4 => createCache is not null;

    /// <summary>Finds the library.</summary>
    /// <param name="wish">What <see cref="Variable"/> says.</param>
    /// <returns>It, or null when it is not installed, too old, or not wanted.</returns>
    public static OpenSlideLibrary? Find(string? wish)
    {
        string[] names = string.IsNullOrEmpty(wish) ? OpenSlideNames.OfThisSystem : wish == Nothing ? [] : [wish];
        foreach (string name in names)
        {
            if (NativeLibrary.TryLoad(name, Assembly.GetExecutingAssembly(), null, out nint library))
            {
                if (NativeLibrary.TryGetExport(library, "openslide_detect_vendor", out _)) // since 3.4.0
                {
                    return new OpenSlideLibrary(library, name);
                }

                NativeLibrary.Free(library);
            }
        }

        return null;
    }

    /// <summary>OpenSlide's word for the maker of a file; null when it does not know the file.</summary>
    public string? DetectVendor(string path)
    {
        fixed (byte* name = OpenSlideNames.Utf8(path))
        {
            return Text(detectVendor(name));
        }
    }

    /// <summary>Opens a file.</summary>
    /// <returns>A handle, whose <see cref="Error"/> may tell of a failure; 0 when the file is of no known kind.</returns>
    public nint Open(string path)
    {
        fixed (byte* name = OpenSlideNames.Utf8(path))
        {
            return open(name);
        }
    }

    public void Close(nint handle) => close(handle);

    /// <summary>What went wrong with this handle, which is of no use from then on; null when nothing did.</summary>
    public string? Error(nint handle) => Text(error(handle));

    public int LevelCount(nint handle) => levelCount(handle);

    public (long Width, long Height, double Downsample) Level(nint handle, int level)
    {
        long width = 0, height = 0;
        levelDimensions(handle, level, &width, &height);
        return (width, height, levelDownsample(handle, level));
    }

    /// <summary>Reads premultiplied ARGB, native-endian, from a position in level-0 pixels.</summary>
    public void ReadRegion(nint handle, uint* argb, long level0X, long level0Y, int level, int width, int height) =>
        readRegion(handle, argb, level0X, level0Y, level, width, height);

    public IEnumerable<KeyValuePair<string, string>> Properties(nint handle) =>
        Names(propertyNames(handle)).Select(name => KeyValuePair.Create(name, Property(handle, name) ?? ""));

    public IEnumerable<(string Name, long Width, long Height)> Associated(nint handle) =>
        Names(associatedNames(handle)).Select(name => AssociatedSize(handle, name));

    /// <summary>Reads an associated image as premultiplied ARGB of its size.</summary>
    public void ReadAssociated(nint handle, string name, uint* argb)
    {
        fixed (byte* text = OpenSlideNames.Utf8(name))
        {
            readAssociated(handle, text, argb);
        }
    }

    /// <summary>Bytes of the colour profile; 0 when there is none or this version reads none, -1 after an error.</summary>
    public long ProfileSize(nint handle) => profileSize is null ? 0 : profileSize(handle);

    public void ReadProfile(nint handle, Span<byte> profile)
    {
        fixed (byte* target = profile)
        {
            readProfile(handle, target);
        }
    }

    /// <summary>Makes a cache for several handles; 0 before version 4, where each handle has 32 MiB of its own.</summary>
    public nint CreateCache(int bytes) => createCache is null ? 0 : createCache((nuint)bytes);

    /// <summary>Lets a handle use a cache, which lives until the last of its handles and <see cref="ReleaseCache"/> have let it go.</summary>
    public void SetCache(nint handle, nint cache) => setCache(handle, cache);

    public void ReleaseCache(nint cache) => releaseCache(cache);

    private static string? Text(byte* text) => Marshal.PtrToStringUTF8((nint)text);

    private static List<string> Names(byte** names)
    {
        var list = new List<string>();
        for (; names is not null && *names is not null; names++)
        {
            list.Add(Text(*names)!);
        }

        return list;
    }

    private string? Property(nint handle, string name)
    {
        fixed (byte* text = OpenSlideNames.Utf8(name))
        {
            return Text(propertyValue(handle, text));
        }
    }

    private (string Name, long Width, long Height) AssociatedSize(nint handle, string name)
    {
        long width = 0, height = 0;
        fixed (byte* text = OpenSlideNames.Utf8(name))
        {
            associatedDimensions(handle, text, &width, &height);
        }

        return (name, width, height);
    }
}
