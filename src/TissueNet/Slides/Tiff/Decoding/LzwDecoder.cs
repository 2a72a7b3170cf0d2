namespace TissueNet.Slides.Tiff.Decoding;

/// <summary>
/// Decodes LZW as TIFF 6.0 defines it (Welch, 1984; most significant bit first, widths switched one code early). A code's string is
/// found in what was already written, so that no table of strings is kept.
/// </summary>
internal static class LzwDecoder
{
    private const int Clear = 256;
    private const int End = 257;
    private const int MaxCodes = 4096;

    /// <summary>Decodes until the target is full or the data ends.</summary>
    /// <param name="source">Coded bytes.</param>
    /// <param name="target">Receives the decoded bytes.</param>
    /// <returns>Bytes written.</returns>
    /// <exception cref="InvalidDataException">A code occurs that was not defined.</exception>
    public static int Decode(ReadOnlySpan<byte> source, Span<byte> target)
    {
        if (source.Length >= 2 && source[0] == 0 && (source[1] & 1) == 1)
        {
            throw new InvalidDataException("its LZW data is of the kind before TIFF 6.0, least significant bit first");
        }

        Span<int> starts = stackalloc int[MaxCodes];
        Span<int> lengths = stackalloc int[MaxCodes];
        int next = End + 1, width = 9, written = 0, previous = -1, previousLength = 0, position = 0, bits = 0;
        uint held = 0;
        while (written < target.Length)
        {
            while (bits < width && position < source.Length)
            {
                held = (held << 8) | source[position++];
                bits += 8;
            }

            if (bits < width)
            {
                return written;
            }

            bits -= width;
            int code = (int)(held >> bits) & ((1 << width) - 1);
            if (code == End)
            {
                return written;
            }

            if (code == Clear)
            {
                (next, width, previous) = (End + 1, 9, -1);
                continue;
            }

            // The string of a code defined right now is the previous one and its own first byte: both stand where it is copied from.
            bool isNew = code == next && previous >= 0;
            if (code > End && code >= next && !isNew)
            {
                throw new InvalidDataException($"its LZW data uses code {code}, which is not defined at that point");
            }

            int from = code < Clear ? -1 : isNew ? previous : starts[code];
            int length = Math.Min(code < Clear ? 1 : isNew ? previousLength + 1 : lengths[code], target.Length - written);
            if (from < 0)
            {
                target[written] = (byte)code;
            }
            else
            {
                for (int i = 0; i < length; i++)
                {
                    target[written + i] = target[from + i];
                }
            }

            if (previous >= 0 && next < MaxCodes)
            {
                starts[next] = previous;
                lengths[next++] = previousLength + 1;
                width += next >= (1 << width) - 1 && width < 12 ? 1 : 0;
            }

            (previous, previousLength) = (written, length);
            written += length;
        }

        return written;
    }
}
