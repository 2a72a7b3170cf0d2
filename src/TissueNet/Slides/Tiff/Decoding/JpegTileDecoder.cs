using System.Buffers;
using TissueNet.Slides.Jpeg;

namespace TissueNet.Slides.Tiff.Decoding;

/// <summary>Decodes JPEG tiles: puts the tables of the image before each tile's own stream and says which colours it has.</summary>
/// <param name="image">How the tiles are stored.</param>
/// <param name="tables">The image's JPEGTables; empty when each tile brings its own.</param>
/// <param name="jpeg">The decoder.</param>
internal sealed class JpegTileDecoder(TiffImage image, byte[] tables, IJpegDecoder jpeg) : ITileDecoder
{
    private readonly byte[] prefix = JpegStream.Prefix(tables, isRgb: image.Photometric == 2);

    /// <inheritdoc/>
    /// <remarks>Only factors at which the edges of tiles fall on whole pixels.</remarks>
    public IReadOnlyList<int> Shrinks { get; } = new[] { 2, 4, 8 }
        .Where(s => (image.Across == 1 || image.TileWidth % s == 0) && (image.Down == 1 || image.TileHeight % s == 0))
        .ToArray();

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<byte> stored, int rows, int shrink, Span<byte> rgb, int stride)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(prefix.Length + stored.Length + JpegStream.Slack);
        try
        {
            prefix.CopyTo(buffer, 0);
            int length = prefix.Length + JpegStream.Append(stored, buffer.AsSpan(prefix.Length), out JpegFrame frame);
            if (frame.Width != image.TileWidth || (frame.Height != rows && frame.Height != image.TileHeight) || frame.Height < rows)
            {
                throw new InvalidDataException(
                    $"its JPEG image has {frame.Width} x {frame.Height} px, expected {image.TileWidth} x {rows}");
            }

            if (frame.Components != image.Samples)
            {
                throw new InvalidDataException($"its JPEG image has {frame.Components} components, expected {image.Samples}");
            }

            Write(buffer.AsSpan(0, length), frame, rows, shrink, rgb, stride);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Write(ReadOnlySpan<byte> stream, JpegFrame frame, int rows, int shrink, Span<byte> rgb, int stride)
    {
        int width = (frame.Width + shrink - 1) / shrink, height = (frame.Height + shrink - 1) / shrink;
        int wanted = (rows + shrink - 1) / shrink;
        if (height <= wanted)
        {
            jpeg.Decode(stream, rgb, width, height, stride);
            return;
        }

        // Some writers code the last strip at the full height: the rows below the image are decoded and dropped.
        byte[] whole = ArrayPool<byte>.Shared.Rent(width * height * 3);
        try
        {
            jpeg.Decode(stream, whole, width, height, width * 3);
            RgbPixels.Copy(whole, width * 3, rgb, stride, width, wanted);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(whole);
        }
    }
}
