using System.Reflection;
using System.Runtime.InteropServices;

namespace TissueNet.Slides.Jpeg;

/// <summary>
/// The TurboJPEG API of libjpeg-turbo, found at run time. Uses what versions 2.0 to 3.x have in common.
/// </summary>
internal sealed unsafe class TurboJpeg
{
    // Since 2.1; older ones ignore it.
    private const int LimitScans = 32768;

    private static readonly string[] LibraryNames = OperatingSystem.IsWindows()
        ? ["turbojpeg.dll", "libturbojpeg.dll", "turbojpeg"]
        : OperatingSystem.IsMacOS()
            ? ["libturbojpeg.dylib", "libturbojpeg.0.dylib", "/opt/homebrew/lib/libturbojpeg.dylib", "turbojpeg"]
            : ["libturbojpeg.so.0", "libturbojpeg.so", "turbojpeg"];

    private readonly delegate* unmanaged[Cdecl]<nint> initDecompress;
    private readonly delegate* unmanaged[Cdecl]<nint, byte*, CULong, byte*, int, int, int, int, int, int> decompress;
    private readonly delegate* unmanaged[Cdecl]<nint, int> destroy;
    private readonly delegate* unmanaged[Cdecl]<nint, byte*> error;

    private TurboJpeg(nint library, string name)
    {
        initDecompress = (delegate* unmanaged[Cdecl]<nint>)NativeLibrary.GetExport(library, "tjInitDecompress");
        decompress = (delegate* unmanaged[Cdecl]<nint, byte*, CULong, byte*, int, int, int, int, int, int>)
            NativeLibrary.GetExport(library, "tjDecompress2");
        destroy = (delegate* unmanaged[Cdecl]<nint, int>)NativeLibrary.GetExport(library, "tjDestroy");
        error = (delegate* unmanaged[Cdecl]<nint, byte*>)NativeLibrary.GetExport(library, "tjGetErrorStr2");
        string version = NativeLibrary.TryGetExport(library, "tj3Init", out _) ? "3.x" : "2.x";
        Description = $"libjpeg-turbo {version} ({name})";
    }

    /// <summary>Version and file.</summary>
    public string Description { get; }

    /// <summary>Finds the library.</summary>
    /// <returns>It, or null when it is not installed or too old.</returns>
    public static TurboJpeg? Find()
    {
        foreach (string name in LibraryNames)
        {
            if (NativeLibrary.TryLoad(name, Assembly.GetExecutingAssembly(), null, out nint library))
            {
                if (NativeLibrary.TryGetExport(library, "tjGetErrorCode", out _)) // since 2.0
                {
                    return new TurboJpeg(library, name);
                }

                NativeLibrary.Free(library);
            }
        }

        return null;
    }

    /// <summary>Makes a decompressor; for one thread at a time.</summary>
    public nint Create()
    {
        nint handle = initDecompress();
        return handle != 0 ? handle : throw new InvalidOperationException("libjpeg-turbo has no memory for a decompressor.");
    }

    public void Destroy(nint handle) => _ = destroy(handle);

    /// <summary>Decodes to RGB.</summary>
    /// <returns>0, or -1 for an error or a warning, which <see cref="Message"/> tells.</returns>
    public int Decompress(nint handle, ReadOnlySpan<byte> stream, Span<byte> rgb, int width, int height, int stride)
    {
        if (width < 1 || height < 1 || stride < width * 3 || rgb.Length < ((long)stride * (height - 1)) + (width * 3L))
        {
            throw new ArgumentException($"{rgb.Length} bytes do not hold {width} x {height} px in rows of {stride} bytes.", nameof(rgb));
        }

        fixed (byte* source = stream)
        fixed (byte* target = rgb)
        {
            return decompress(handle, source, new CULong((nuint)stream.Length), target, width, stride, height, 0, LimitScans);
        }
    }

    /// <summary>What the last call on this handle complained about.</summary>
    public string Message(nint handle) => Marshal.PtrToStringUTF8((nint)error(handle)) ?? "unknown";
}
