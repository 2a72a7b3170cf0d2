using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TissueNet.Bench.Reading;

/// <summary>OpenSlide, as thin as it goes: read_region by P/Invoke into one buffer, then BGRA to RGB by shuffling 16 bytes at a time.</summary>
internal sealed unsafe class OpenSlideNative : IDisposable
{
    private readonly delegate* unmanaged[Cdecl]<nint, uint*, long, long, int, long, long, void> readRegion;
    private readonly delegate* unmanaged[Cdecl]<nint, byte*> getError;
    private readonly delegate* unmanaged[Cdecl]<nint, void> close;
    private readonly nint handle;
    private uint[] argb = [];

    /// <summary>Opens a slide.</summary>
    public OpenSlideNative(string path)
    {
        nint library = 0;
        if (!Array.Exists(["libopenslide.so.1", "libopenslide.so.0", "libopenslide-1.dll", "libopenslide.1.dylib"], n => NativeLibrary.TryLoad(n, out library)))
        {
            throw new DllNotFoundException("OpenSlide is not installed.");
        }

        var open = (delegate* unmanaged[Cdecl]<byte*, nint>)NativeLibrary.GetExport(library, "openslide_open");
        readRegion = (delegate* unmanaged[Cdecl]<nint, uint*, long, long, int, long, long, void>)NativeLibrary.GetExport(library, "openslide_read_region");
        getError = (delegate* unmanaged[Cdecl]<nint, byte*>)NativeLibrary.GetExport(library, "openslide_get_error");
        close = (delegate* unmanaged[Cdecl]<nint, void>)NativeLibrary.GetExport(library, "openslide_close");
        byte* name = (byte*)Marshal.StringToCoTaskMemUTF8(path);
        handle = open(name);
        Marshal.FreeCoTaskMem((nint)name);
        Check();
    }

    /// <summary>Reads a rectangle of a level; positions are of level 0.</summary>
    public void Read(int level, long x, long y, int width, int height, Span<byte> rgb)
    {
        if (argb.Length < width * height)
        {
            argb = new uint[width * height];
        }

        fixed (uint* target = argb)
        {
            readRegion(handle, target, x, y, level, width, height);
            Check();
        }

        ToRgb(argb.AsSpan(0, width * height), rgb);
    }

    public void Dispose() => close(handle);

    private static void ToRgb(ReadOnlySpan<uint> argb, Span<byte> rgb)
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(argb);
        var order = Vector128.Create((byte)2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, 255, 255, 255, 255);
        int i = 0;
        for (; i + 8 <= argb.Length; i += 4)
        {
            Vector128.Shuffle(Vector128.Create(bytes.Slice(i * 4, 16)), order).CopyTo(rgb.Slice(i * 3, 16));
        }

        for (; i < argb.Length; i++)
        {
            (rgb[i * 3], rgb[(i * 3) + 1], rgb[(i * 3) + 2]) = (bytes[(i * 4) + 2], bytes[(i * 4) + 1], bytes[i * 4]);
        }
    }

    private void Check()
    {
        byte* error = handle == 0 ? null : getError(handle);
        if (handle == 0 || error is not null)
        {
            throw new InvalidDataException($"OpenSlide: {(error is null ? "cannot open the slide" : Marshal.PtrToStringUTF8((nint)error))}");
        }
    }
}
