using Microsoft.Win32.SafeHandles;

namespace TissueNet.Slides.Tiff;

/// <summary>A file, read by position: no shared file pointer, so no lock.</summary>
internal sealed class FileByteSource : IByteSource
{
    private readonly SafeFileHandle handle;

    public FileByteSource(string path)
    {
        handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, FileOptions.RandomAccess);
        Length = RandomAccess.GetLength(handle);
    }

    /// <inheritdoc/>
    public long Length { get; }

    /// <inheritdoc/>
    public void Read(Span<byte> buffer, long offset)
    {
        while (buffer.Length > 0)
        {
            int read = RandomAccess.Read(handle, buffer, offset);
            if (read == 0)
            {
                throw new EndOfStreamException($"The file ends at byte {offset}; {buffer.Length} more were expected.");
            }

            buffer = buffer[read..];
            offset += read;
        }
    }

    public void Dispose() => handle.Dispose();
}
