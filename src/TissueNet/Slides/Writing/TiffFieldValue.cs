using System.Buffers.Binary;
using System.Text;
using TissueNet.Slides.Tiff;

namespace TissueNet.Slides.Writing;

/// <summary>A field of a directory that is written, in little-endian order.</summary>
/// <param name="Tag">The field.</param>
/// <param name="Type">TIFF's number of the type.</param>
/// <param name="Count">Number of values.</param>
/// <param name="Bytes">The values.</param>
internal sealed record TiffFieldValue(int Tag, int Type, long Count, byte[] Bytes)
{
    private const int AsciiType = 2;
    private const int ShortType = 3;
    private const int LongType = 4;
    private const int RationalType = 5;
    private const int UndefinedType = 7;
    private const int Long8Type = 16;

    public static TiffFieldValue Short(TiffTag tag, params ReadOnlySpan<int> values)
    {
        byte[] bytes = new byte[values.Length * 2];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(i * 2), checked((ushort)values[i]));
        }

        return new TiffFieldValue((int)tag, ShortType, values.Length, bytes);
    }

    public static TiffFieldValue Long(TiffTag tag, params ReadOnlySpan<int> values)
    {
        byte[] bytes = new byte[(long)values.Length * 4];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(i * 4), checked((uint)values[i]));
        }

        return new TiffFieldValue((int)tag, LongType, values.Length, bytes);
    }

    /// <summary>Positions in the file: 4 bytes each in classic TIFF, 8 in BigTIFF.</summary>
    public static TiffFieldValue Offsets(TiffTag tag, ReadOnlySpan<long> values, bool isBig)
    {
        int size = isBig ? 8 : 4;
        byte[] bytes = new byte[(long)values.Length * size];
        for (int i = 0; i < values.Length; i++)
        {
            Span<byte> target = bytes.AsSpan(i * size);
            if (isBig)
            {
                BinaryPrimitives.WriteInt64LittleEndian(target, values[i]);
            }
            else
            {
                BinaryPrimitives.WriteUInt32LittleEndian(target, checked((uint)values[i]));
            }
        }

        return new TiffFieldValue((int)tag, isBig ? Long8Type : LongType, values.Length, bytes);
    }

    public static TiffFieldValue Text(TiffTag tag, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text + "\0");
        return new TiffFieldValue((int)tag, AsciiType, bytes.Length, bytes);
    }

    public static TiffFieldValue Undefined(TiffTag tag, ReadOnlySpan<byte> bytes) =>
        new((int)tag, UndefinedType, bytes.Length, bytes.ToArray());

    /// <summary>Fractions with as many decimals as fit.</summary>
    public static TiffFieldValue Rational(TiffTag tag, params ReadOnlySpan<double> values)
    {
        byte[] bytes = new byte[values.Length * 8];
        for (int i = 0; i < values.Length; i++)
        {
            uint denominator = 1;
            while (values[i] * denominator * 10 < uint.MaxValue && denominator < 1_000_000)
            {
                denominator *= 10;
            }

            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(i * 8), (uint)Math.Round(values[i] * denominator));
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan((i * 8) + 4), denominator);
        }

        return new TiffFieldValue((int)tag, RationalType, values.Length, bytes);
    }
}
