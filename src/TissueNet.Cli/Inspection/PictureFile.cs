using System.Buffers;
using NetVips;
using TissueNet.Reports;

namespace TissueNet.Cli.Inspection;

/// <summary>Writes RGB pixels as a PNG or JPEG that appears whole or not at all.</summary>
internal static class PictureFile
{
    private const int JpegQuality = 90;

    // Rows that are read at once: few bands, since where bands meet stored tiles are decoded twice, in little memory.
    private const int BandBytes = 32 << 20;

    /// <summary>Reads rows of the picture.</summary>
    /// <param name="top">The first row.</param>
    /// <param name="rows">How many.</param>
    /// <param name="rgb">Receives width × rows × 3 bytes.</param>
    public delegate void ReadRows(int top, int rows, Span<byte> rgb);

    /// <summary>Whether a path ends like a picture that can be written.</summary>
    public static bool IsPicture(string path) => Path.GetExtension(path).ToUpperInvariant() is ".PNG" or ".JPG" or ".JPEG";

    /// <summary>Writes a picture. A PNG takes the memory of a band, a JPEG that of the whole picture.</summary>
    /// <exception cref="Stages.StageException">The file cannot be written.</exception>
    public static void Write(string path, int width, int height, ReadRows read)
    {
        bool isPng = Path.GetExtension(path).Equals(".png", StringComparison.OrdinalIgnoreCase);
        AtomicFile.Write(path, stream =>
        {
            if (isPng)
            {
                WritePng(stream, width, height, read);
            }
            else
            {
                WriteJpeg(stream, width, height, read);
            }
        });
    }

    private static void WritePng(Stream stream, int width, int height, ReadRows read)
    {
        int bandRows = Math.Clamp(BandBytes / (width * 3), 1, height);
        byte[] band = ArrayPool<byte>.Shared.Rent(bandRows * width * 3);
        try
        {
            using var png = new PngWriter(stream, width, height, rgb: true);
            for (int top = 0; top < height; top += bandRows)
            {
                int rows = Math.Min(bandRows, height - top);
                read(top, rows, band.AsSpan(0, rows * width * 3));
                for (int row = 0; row < rows; row++)
                {
                    png.Row(band.AsSpan(row * width * 3, width * 3));
                }
            }

            png.End();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(band);
        }
    }

    private static void WriteJpeg(Stream stream, int width, int height, ReadRows read)
    {
        byte[] rgb = new byte[width * height * 3];
        read(0, height, rgb);
        using Image image = Image.NewFromMemory(rgb, width, height, 3, Enums.BandFormat.Uchar);
        stream.Write(image.WriteToBuffer(".jpg", new VOption { { "Q", JpegQuality } }));
    }
}
