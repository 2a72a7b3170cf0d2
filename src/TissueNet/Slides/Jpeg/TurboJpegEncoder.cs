using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.InteropServices;

namespace TissueNet.Slides.Jpeg;

/// <summary>
/// Encodes by libjpeg-turbo's TurboJPEG API, in the calls that versions 2.0 to 3.x have in common; each call takes a compressor of its own
/// from a bag, so that nobody waits.
/// </summary>
internal sealed unsafe class TurboJpegEncoder : IJpegEncoder, IDisposable
{
    private const int Rgb = 0;
    private const int FullColor = 0;
    private const int HalfColor = 2;
    private const int NoReallocation = 1024;

    private static readonly string[] LibraryNames = OperatingSystem.IsWindows()
        ? ["turbojpeg.dll", "libturbojpeg.dll", "turbojpeg"]
        : OperatingSystem.IsMacOS()
            ? ["libturbojpeg.dylib", "libturbojpeg.0.dylib", "/opt/homebrew/lib/libturbojpeg.dylib", "turbojpeg"]
            : ["libturbojpeg.so.0", "libturbojpeg.so", "turbojpeg"];

    private readonly ConcurrentBag<nint> handles = [];
    private readonly delegate* unmanaged[Cdecl]<nint> create;
    private readonly delegate* unmanaged[Cdecl]<nint, byte*, int, int, int, int, byte**, CULong*, int, int, int, int> compress;
    private readonly delegate* unmanaged[Cdecl]<int, int, int, CULong> bufferSize;
    private readonly delegate* unmanaged[Cdecl]<nint, int> destroy;
    private readonly delegate* unmanaged[Cdecl]<nint, byte*> error;

    private TurboJpegEncoder(nint library, string name)
    {
        create = (delegate* unmanaged[Cdecl]<nint>)NativeLibrary.GetExport(library, "tjInitCompress");
        compress = (delegate* unmanaged[Cdecl]<nint, byte*, int, int, int, int, byte**, CULong*, int, int, int, int>)
            NativeLibrary.GetExport(library, "tjCompress2");
        bufferSize = (delegate* unmanaged[Cdecl]<int, int, int, CULong>)NativeLibrary.GetExport(library, "tjBufSize");
        destroy = (delegate* unmanaged[Cdecl]<nint, int>)NativeLibrary.GetExport(library, "tjDestroy");
        error = (delegate* unmanaged[Cdecl]<nint, byte*>)NativeLibrary.GetExport(library, "tjGetErrorStr2");
        Description = $"libjpeg-turbo ({name})";
    }

    /// <inheritdoc/>
    public string Description { get; }

    /// <summary>Finds the library; null when it is not installed or too old.</summary>
    public static TurboJpegEncoder? Find()
    {
        foreach (string name in LibraryNames)
        {
            if (NativeLibrary.TryLoad(name, Assembly.GetExecutingAssembly(), null, out nint library))
            {
                if (NativeLibrary.TryGetExport(library, "tjGetErrorCode", out _)) // since 2.0
                {
                    return new TurboJpegEncoder(library, name);
                }

                NativeLibrary.Free(library);
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public int MaxBytes(int width, int height, bool isSubsampled) =>
        checked((int)bufferSize(width, height, isSubsampled ? HalfColor : FullColor).Value);

    /// <inheritdoc/>
    public int Encode(ReadOnlySpan<byte> rgb, int width, int height, int quality, bool isSubsampled, Span<byte> stream)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rgb.Length, (long)width * height * 3, nameof(rgb));
        ArgumentOutOfRangeException.ThrowIfLessThan(stream.Length, MaxBytes(width, height, isSubsampled), nameof(stream));
        nint handle = handles.TryTake(out nint idle) ? idle : create();
        if (handle == 0)
        {
            throw new InvalidOperationException("libjpeg-turbo has no memory for a compressor.");
        }

        try
        {
            fixed (byte* source = rgb)
            fixed (byte* target = stream)
            {
                byte* written = target;
                var length = new CULong((nuint)stream.Length);
                int failed = compress(
                    handle, source, width, width * 3, height, Rgb, &written, &length, isSubsampled ? HalfColor : FullColor, quality, NoReallocation);
                return failed == 0
                    ? checked((int)length.Value)
                    : throw new InvalidOperationException(
                        $"libjpeg-turbo refused to encode {width} x {height} px: {Marshal.PtrToStringUTF8((nint)error(handle))}");
            }
        }
        finally
        {
            handles.Add(handle);
        }
    }

    public void Dispose()
    {
        while (handles.TryTake(out nint handle))
        {
            _ = destroy(handle);
        }
    }
}
