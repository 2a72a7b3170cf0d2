using System.Buffers;
using System.Buffers.Binary;

namespace TissueNet.Slides.Tiff.Decoding;

/// <summary>Decodes tiles whose colours are stored apart (planar configuration 2): each as a grey tile, then put together.</summary>
/// <param name="image">How the tiles are stored.</param>
/// <param name="plane">Decodes one colour.</param>
internal sealed class PlanarTileDecoder(TiffImage image, ITileDecoder plane) : ITileDecoder
{
    /// <inheritdoc/>
    public IReadOnlyList<int> Shrinks => plane.Shrinks;

    /// <inheritdoc/>
    /// <remarks>The stored bytes are the planes' as <see cref="TiffTiles.Read(int, Span{byte})"/> lines them up.</remarks>
    public void Decode(ReadOnlySpan<byte> stored, int rows, int shrink, Span<byte> rgb, int stride)
    {
        int width = (image.TileWidth + shrink - 1) / shrink, height = (rows + shrink - 1) / shrink;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(width * height * 3);
        try
        {
            int position = 0;
            for (int sample = 0; sample < image.Samples; sample++)
            {
                int length = BinaryPrimitives.ReadInt32LittleEndian(stored[position..]);
                position += sizeof(int);
                plane.Decode(stored.Slice(position, length), rows, shrink, buffer, width * 3);
                position += length;
                for (int row = 0; row < height; row++)
                {
                    Merge(buffer.AsSpan(row * width * 3, width * 3), rgb.Slice(row * stride, width * 3), sample);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Merge(ReadOnlySpan<byte> grey, Span<byte> rgb, int sample)
    {
        int colors = image.Samples < 3 ? 1 : 3;
        if (sample == 0 && colors == 1)
        {
            grey.CopyTo(rgb);
        }
        else if (sample < colors)
        {
            for (int i = sample; i < rgb.Length; i += 3)
            {
                rgb[i] = grey[i];
            }
        }
        else if (colors == 3 || image.ExtraSample > 0)
        {
            for (int i = 0; i < rgb.Length; i++)
            {
                rgb[i] = SampleColors.OnWhite(rgb[i], grey[i], image.ExtraSample == 2);
            }
        }
    }
}
