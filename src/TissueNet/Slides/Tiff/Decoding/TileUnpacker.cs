using System.IO.Compression;

namespace TissueNet.Slides.Tiff.Decoding;

/// <summary>Undoes the codecs that know nothing of pixels. Nothing is ever written, or allocated, beyond the tile.</summary>
internal static class TileUnpacker
{
    /// <summary>Unpacks a tile.</summary>
    /// <param name="compression">TIFF's number of the codec.</param>
    /// <param name="stored">Stored bytes.</param>
    /// <param name="samples">Receives what they hold.</param>
    /// <returns>Bytes written.</returns>
    /// <exception cref="InvalidDataException">They are damaged, or hold more than the tile has.</exception>
    public static int Unpack(long compression, ReadOnlySpan<byte> stored, Span<byte> samples) => compression switch
    {
        TiffCompression.None => Copy(stored, samples),
        TiffCompression.Lzw => LzwDecoder.Decode(stored, samples),
        TiffCompression.PackBits => PackBitsDecoder.Decode(stored, samples),
        TiffCompression.Zstd or TiffCompression.OldZstd => ZstdTiles.Decode(stored, samples),
        _ => Inflate(stored, samples),
    };

    /// <summary>Says that a tile holds too much.</summary>
    public static InvalidDataException TooMuch(int room) => new($"it holds more than the {room} bytes of a tile");

    private static int Copy(ReadOnlySpan<byte> stored, Span<byte> samples)
    {
        int length = Math.Min(stored.Length, samples.Length);
        stored[..length].CopyTo(samples);
        return length;
    }

    private static unsafe int Inflate(ReadOnlySpan<byte> stored, Span<byte> samples)
    {
        fixed (byte* start = stored)
        {
            using var input = new UnmanagedMemoryStream(start, stored.Length);
            using var inflate = new ZLibStream(input, CompressionMode.Decompress);
            int got;
            bool isMore;
            try
            {
                got = inflate.ReadAtLeast(samples, samples.Length, throwOnEndOfStream: false);
                isMore = got == samples.Length && inflate.ReadByte() >= 0;
            }
            catch (InvalidDataException exception)
            {
                throw new InvalidDataException("its deflate data is damaged", exception);
            }

            return isMore ? throw TooMuch(samples.Length) : got;
        }
    }
}
