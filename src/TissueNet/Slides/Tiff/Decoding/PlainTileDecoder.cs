using System.Buffers;

namespace TissueNet.Slides.Tiff.Decoding;

/// <summary>
/// Decodes tiles whose samples are stored as they are or by a codec for any bytes (LZW, deflate, Zstandard, PackBits): grey, RGB or
/// palette, with or without alpha, 8 or 16 bit.
/// </summary>
/// <param name="image">How the tiles are stored.</param>
internal sealed class PlainTileDecoder(TiffImage image) : ITileDecoder
{
    private readonly SampleColors colors = new(image);

    /// <inheritdoc/>
    public IReadOnlyList<int> Shrinks => [];

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<byte> stored, int rows, int shrink, Span<byte> rgb, int stride)
    {
        int rowBytes = image.TileWidth * image.Samples * (image.BitsPerSample / 8);
        if (colors.IsRgb && stride == rowBytes && rows == image.TileHeight)
        {
            Unpack(stored, rgb[..(rows * rowBytes)], rows * rowBytes);
            return;
        }

        // Room for a whole strip, since some writers fill the last one up.
        byte[] buffer = ArrayPool<byte>.Shared.Rent(image.TileHeight * rowBytes);
        try
        {
            Unpack(stored, buffer.AsSpan(0, image.TileHeight * rowBytes), rows * rowBytes);
            for (int row = 0; row < rows; row++)
            {
                colors.Convert(buffer.AsSpan(row * rowBytes, rowBytes), rgb.Slice(row * stride, image.TileWidth * 3));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Unpack(ReadOnlySpan<byte> stored, Span<byte> samples, int wanted)
    {
        int got = image.IsBitReversed ? UnpackReversed(stored, samples) : TileUnpacker.Unpack(image.Compression, stored, samples);
        if (got < wanted)
        {
            throw new InvalidDataException($"it ends after {got} of {wanted} bytes");
        }

        if (image.Predictor == 2 && TiffCompression.HasPredictor(image.Compression))
        {
            HorizontalPredictor.Undo(samples[..wanted], image);
        }
    }

    private int UnpackReversed(ReadOnlySpan<byte> stored, Span<byte> samples)
    {
        byte[] upright = ArrayPool<byte>.Shared.Rent(stored.Length);
        try
        {
            for (int i = 0; i < stored.Length; i++)
            {
                upright[i] = Reverse(stored[i]);
            }

            return TileUnpacker.Unpack(image.Compression, upright.AsSpan(0, stored.Length), samples);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(upright);
        }
    }

    private static byte Reverse(int value)
    {
        value = ((value & 0x55) << 1) | ((value >> 1) & 0x55);
        value = ((value & 0x33) << 2) | ((value >> 2) & 0x33);
        return (byte)((value << 4) | (value >> 4));
    }
}
