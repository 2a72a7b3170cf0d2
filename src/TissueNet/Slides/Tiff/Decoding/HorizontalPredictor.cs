using System.Buffers.Binary;

namespace TissueNet.Slides.Tiff.Decoding;

/// <summary>Undoes horizontal differencing (TIFF 6.0, section 14): each sample is stored as the difference to its left neighbour.</summary>
internal static class HorizontalPredictor
{
    /// <summary>Adds up the differences, in place.</summary>
    /// <param name="samples">Whole rows.</param>
    /// <param name="image">How they are stored.</param>
    public static void Undo(Span<byte> samples, TiffImage image)
    {
        int rowBytes = image.TileWidth * image.Samples * (image.BitsPerSample / 8);
        for (int start = 0; start < samples.Length; start += rowBytes)
        {
            Span<byte> row = samples.Slice(start, rowBytes);
            if (image.BitsPerSample == 8)
            {
                UndoBytes(row, image.Samples);
            }
            else
            {
                UndoWords(row, image.Samples * 2, image.IsBigEndian);
            }
        }
    }

    private static void UndoBytes(Span<byte> row, int distance)
    {
        for (int i = distance; i < row.Length; i++)
        {
            row[i] += row[i - distance];
        }
    }

    private static void UndoWords(Span<byte> row, int distance, bool isBigEndian)
    {
        for (int i = distance; i + 1 < row.Length; i += 2)
        {
            if (isBigEndian)
            {
                int sum = BinaryPrimitives.ReadUInt16BigEndian(row[i..]) + BinaryPrimitives.ReadUInt16BigEndian(row[(i - distance)..]);
                BinaryPrimitives.WriteUInt16BigEndian(row[i..], (ushort)sum);
            }
            else
            {
                int sum = BinaryPrimitives.ReadUInt16LittleEndian(row[i..]) + BinaryPrimitives.ReadUInt16LittleEndian(row[(i - distance)..]);
                BinaryPrimitives.WriteUInt16LittleEndian(row[i..], (ushort)sum);
            }
        }
    }
}
