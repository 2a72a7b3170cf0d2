using Microsoft.Win32.SafeHandles;

namespace TissueNet.Slides.Writing;

/// <summary>RGB pixels in a file, for a level that is too large for memory. Reading and writing are thread-safe.</summary>
internal sealed class RawImage : IDisposable
{
    private readonly SafeFileHandle handle;
    private readonly int width;

    /// <summary>Makes a file that goes with the object.</summary>
    public RawImage(string path, int width, int height)
    {
        this.width = width;
        handle = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose);
        RandomAccess.SetLength(handle, (long)width * height * 3);
    }

    /// <summary>Reads a rectangle, rows without gaps.</summary>
    public void Read(int x, int y, int columns, int rows, Span<byte> rgb)
    {
        for (int row = 0; row < rows; row++)
        {
            Span<byte> line = rgb.Slice(row * columns * 3, columns * 3);
            for (long at = Position(x, y + row); line.Length > 0;)
            {
                int read = RandomAccess.Read(handle, line, at);
                line = read > 0 ? line[read..] : throw new EndOfStreamException("The temporary file of a level ends too early.");
                at += read;
            }
        }
    }

    /// <summary>Writes a rectangle.</summary>
    public void Write(int x, int y, int columns, int rows, ReadOnlySpan<byte> rgb, int stride)
    {
        for (int row = 0; row < rows; row++)
        {
            RandomAccess.Write(handle, rgb.Slice(row * stride, columns * 3), Position(x, y + row));
        }
    }

    public void Dispose() => handle.Dispose();

    private long Position(int x, int y) => (((long)y * width) + x) * 3;
}
