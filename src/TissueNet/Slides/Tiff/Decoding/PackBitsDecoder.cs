namespace TissueNet.Slides.Tiff.Decoding;

/// <summary>Decodes PackBits, Apple's run lengths (TIFF 6.0, section 9).</summary>
internal static class PackBitsDecoder
{
    private const int NoOperation = 128;

    /// <summary>Decodes until the target is full or the data ends.</summary>
    /// <param name="source">Coded bytes.</param>
    /// <param name="target">Receives the decoded bytes.</param>
    /// <returns>Bytes written.</returns>
    public static int Decode(ReadOnlySpan<byte> source, Span<byte> target)
    {
        int position = 0, written = 0;
        while (written < target.Length && position < source.Length)
        {
            int code = source[position++];
            if (code == NoOperation)
            {
                continue;
            }

            bool isRun = code > NoOperation;
            int length = Math.Min(isRun ? 257 - code : code + 1, target.Length - written);
            if (isRun && position < source.Length)
            {
                target.Slice(written, length).Fill(source[position++]);
            }
            else
            {
                length = Math.Min(length, source.Length - position);
                source.Slice(position, length).CopyTo(target[written..]);
                position += length;
            }

            written += length;
        }

        return written;
    }
}
