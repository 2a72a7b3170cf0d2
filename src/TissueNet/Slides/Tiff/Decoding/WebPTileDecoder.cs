using NetVips;
using TissueNet.Slides.Vips;

namespace TissueNet.Slides.Tiff.Decoding;

/// <summary>Decodes WebP tiles, by libvips.</summary>
/// <param name="image">How the tiles are stored.</param>
internal sealed class WebPTileDecoder(TiffImage image) : ITileDecoder
{
    /// <inheritdoc/>
    public IReadOnlyList<int> Shrinks => [];

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<byte> stored, int rows, int shrink, Span<byte> rgb, int stride)
    {
        if (VipsRuntime.Unusable is { } reason)
        {
            throw new InvalidDataException($"WebP is decoded by libvips, and {reason}");
        }

        try
        {
            using Image tile = Image.WebploadBuffer(stored.ToArray());
            if (tile.Width != image.TileWidth || (tile.Height != rows && tile.Height != image.TileHeight) || tile.Height < rows)
            {
                throw new InvalidDataException($"its WebP image has {tile.Width} x {tile.Height} px, expected {image.TileWidth} x {rows}");
            }

            Write(tile, rows, rgb, stride);
        }
        catch (VipsException exception)
        {
            throw new InvalidDataException($"its WebP data is damaged: {VipsErrors.Reason(exception)}", exception);
        }
    }

    private unsafe void Write(Image tile, int rows, Span<byte> rgb, int stride)
    {
        int bands = tile.Bands;
        nint memory = tile.WriteToMemory(out ulong size);
        try
        {
            var pixels = new ReadOnlySpan<byte>((void*)memory, checked((int)size));
            if (bands is not (3 or 4) || pixels.Length != tile.Width * tile.Height * bands)
            {
                throw new InvalidDataException($"its WebP image has {bands} bands of {size} bytes in all, expected 3 or 4 of 8 bit");
            }

            for (int row = 0; row < rows; row++)
            {
                ReadOnlySpan<byte> source = pixels.Slice(row * tile.Width * bands, tile.Width * bands);
                Span<byte> target = rgb.Slice(row * stride, tile.Width * 3);
                if (bands == 3)
                {
                    source.CopyTo(target);
                }
                else
                {
                    Flatten(source, target);
                }
            }
        }
        finally
        {
            NetVips.NetVips.Free(memory);
        }
    }

    // WebP itself keeps colours apart from alpha; only a file that says so has them multiplied.
    private void Flatten(ReadOnlySpan<byte> source, Span<byte> rgb)
    {
        for (int i = 0, o = 0; o < rgb.Length; i += 4, o += 3)
        {
            for (int c = 0; c < 3; c++)
            {
                rgb[o + c] = SampleColors.OnWhite(source[i + c], source[i + 3], isStraight: image.ExtraSample != 1);
            }
        }
    }
}
