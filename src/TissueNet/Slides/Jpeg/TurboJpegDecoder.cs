using System.Collections.Concurrent;

namespace TissueNet.Slides.Jpeg;

/// <summary>Decodes by libjpeg-turbo: each call takes a decompressor of its own from a bag, so that nobody waits.</summary>
/// <param name="library">The library.</param>
internal sealed class TurboJpegDecoder(TurboJpeg library) : IJpegDecoder, IDisposable
{
    private readonly ConcurrentBag<nint> handles = [];

    /// <inheritdoc/>
    public string Description => library.Description;

    /// <summary>Decompressors that wait for use.</summary>
    public int Decompressors => handles.Count;

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<byte> stream, Span<byte> rgb, int width, int height, int stride)
    {
        nint handle = handles.TryTake(out nint idle) ? idle : library.Create();
        try
        {
            if (library.Decompress(handle, stream, rgb, width, height, stride) != 0 && !IsHarmless(library.Message(handle)))
            {
                throw new InvalidDataException($"its JPEG data is damaged: {library.Message(handle)}");
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
            library.Destroy(handle);
        }
    }

    // All pixels are there: only bytes that no marker explains were skipped before the end of the image. Before any other marker, a restart
    // most likely, they are damage, and as the library tells its first complaint alone, worse may have followed.
    private static bool IsHarmless(string message) => message.Contains("extraneous bytes before marker 0xd9", StringComparison.Ordinal);
}
