using System.Buffers;
using System.IO.Compression;

namespace TissueNet.Slides.Tiff.Decoding;

/// <summary>Decodes tiles that are stored uncompressed, as deflate or as LZW: grey or RGB, with or without alpha, 8 bit.</summary>
/// <param name="image">How the tiles are stored.</param>
internal sealed class PlainTileDecoder(TiffImage image) : ITileDecoder
{
    /// <inheritdoc/>
    public IReadOnlyList<int> Shrinks => [];

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<byte> stored, int rows, int shrink, Span<byte> rgb, int stride)
    {
        int rowBytes = image.TileWidth * image.Samples;
        bool isDirect = image.Samples == 3 && stride == rowBytes;
        if (isDirect)
        {
            Unpack(stored, rgb[..(rows * rowBytes)], rowBytes);
            return;
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent(rows * rowBytes);
        try
        {
            Span<byte> samples = buffer.AsSpan(0, rows * rowBytes);
            Unpack(stored, samples, rowBytes);
            for (int row = 0; row < rows; row++)
            {
                Convert(samples.Slice(row * rowBytes, rowBytes), rgb.Slice(row * stride, image.TileWidth * 3));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Unpack(ReadOnlySpan<byte> stored, Span<byte> samples, int rowBytes)
    {
        int got;
        switch (image.Compression)
        {
            case TiffCompression.None:
                got = Math.Min(stored.Length, samples.Length);
                stored[..got].CopyTo(samples);
                break;
            case TiffCompression.Lzw:
                got = LzwDecoder.Decode(stored, samples);
                break;
            default:
                got = Inflate(stored, samples);
                break;
        }

        if (got < samples.Length)
        {
            throw new InvalidDataException($"it ends after {got} of {samples.Length} bytes");
        }

        if (image.Predictor == 2 && image.Compression != TiffCompression.None)
        {
            Undo(samples, rowBytes, image.Samples);
        }
    }

    private static unsafe int Inflate(ReadOnlySpan<byte> stored, Span<byte> samples)
    {
        fixed (byte* start = stored)
        {
            using var input = new UnmanagedMemoryStream(start, stored.Length);
            using var inflate = new ZLibStream(input, CompressionMode.Decompress);
            try
            {
                return inflate.ReadAtLeast(samples, samples.Length, throwOnEndOfStream: false);
            }
            catch (InvalidDataException exception)
            {
                throw new InvalidDataException("its deflate data is damaged", exception);
            }
        }
    }

    // Horizontal differencing (TIFF 6.0, section 14): each sample is stored as the difference to its left neighbour.
    private static void Undo(Span<byte> samples, int rowBytes, int distance)
    {
        for (int start = 0; start < samples.Length; start += rowBytes)
        {
            Span<byte> row = samples.Slice(start, rowBytes);
            for (int i = distance; i < row.Length; i++)
            {
                row[i] = (byte)(row[i] + row[i - distance]);
            }
        }
    }

    private void Convert(ReadOnlySpan<byte> samples, Span<byte> rgb)
    {
        int count = image.Samples;
        int colors = count < 3 ? 1 : 3;
        int inverted = image.Photometric == 0 ? 255 : 0;
        for (int i = 0, o = 0; i + count <= samples.Length; i += count, o += 3)
        {
            int alpha = count > colors ? samples[i + colors] : 255;
            for (int c = 0; c < 3; c++)
            {
                int value = samples[i + (colors == 1 ? 0 : c)] ^ inverted;
                rgb[o + c] = OnWhite(value, alpha);
            }
        }
    }

    // An extra sample of unspecified meaning is taken for premultiplied alpha, as libtiff does.
    private byte OnWhite(int value, int alpha) => alpha == 255
        ? (byte)value
        : (byte)(image.ExtraSample == 2 ? ((value * alpha) + (255 * (255 - alpha)) + 127) / 255 : Math.Min(255, value + 255 - alpha));
}
