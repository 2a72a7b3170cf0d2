using System.Collections.Concurrent;
using ZstdSharp;

namespace TissueNet.Slides.Tiff.Decoding;

/// <summary>
/// Decodes Zstandard (RFC 8878), straight into the tile's memory: whatever window a frame asks for, none is allocated. Each call takes
/// a decompressor of its own from a bag.
/// </summary>
internal static class ZstdTiles
{
    private static readonly ConcurrentBag<Decompressor> Idle = [];

    /// <summary>Decodes a tile.</summary>
    /// <param name="source">Coded bytes: one or more frames.</param>
    /// <param name="target">Receives the decoded bytes.</param>
    /// <returns>Bytes written.</returns>
    /// <exception cref="InvalidDataException">They are damaged, or hold more than the target.</exception>
    public static int Decode(ReadOnlySpan<byte> source, Span<byte> target)
    {
        Decompressor decompressor = Idle.TryTake(out Decompressor? idle) ? idle : new Decompressor();
        try
        {
            return decompressor.TryUnwrap(source, target, out int written) ? written : throw TileUnpacker.TooMuch(target.Length);
        }
        catch (ZstdException exception)
        {
            throw new InvalidDataException($"its Zstandard data is damaged: {exception.Message}", exception);
        }
        finally
        {
            Idle.Add(decompressor);
        }
    }
}
