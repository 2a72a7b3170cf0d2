namespace TissueNet.Tests.Slides.Mutations;

/// <summary>Damages a JPEG stream where a decoder takes its decisions from: frame, tables, scan header, restart markers.</summary>
internal static class JpegDamage
{
    private static readonly byte[] Frames = [0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC9, 0xCA, 0xCB];

    public static void Write(Mutation mutation, byte[] file, int start, int length, Random random)
    {
        List<(int At, byte Marker, int Length)> segments = Segments(file, start, start + length, out int scan);
        switch (random.Next(8))
        {
            case 0 or 1 when Find(segments, m => m is >= 0xC0 and <= 0xC3) is { Length: > 9 } frame:
                EditFrame(mutation, file, frame.At, random);
                break;
            case 2 when scan > 0 && random.Next(2) == 0: // a restart marker, an end, or another image within the scan
                mutation.Write(scan + random.Next(Math.Max(1, start + length - scan)), 0xFF, (byte)random.Next(0xC0, 0x100));
                break;
            case 2 when scan > 0: // an end too early
                mutation.Write(scan + random.Next(Math.Max(1, start + length - scan)), 0xFF, 0xD9);
                break;
            case 3 when Find(segments, m => m == 0xDA) is { Length: > 2 } scanHeader: // components, tables, spectrum, approximation
                mutation.Write(scanHeader.At + 4 + random.Next(scanHeader.Length - 2), (byte)random.Next(256));
                break;
            case 4 when Find(segments, m => m is 0xC4 or 0xDB) is { Length: > 3 } table:
                for (int i = random.Next(1, 4); i > 0; i--)
                {
                    mutation.Write(table.At + 4 + random.Next(Math.Min(table.Length - 2, 20)), (byte)random.Next(256));
                }

                break;
            case 5 when segments.Count > 0: // another marker, or another length of its segment
                (int at, _, _) = segments[random.Next(segments.Count)];
                mutation.Write(at + random.Next(1, 4), (byte)random.Next(256));
                break;
            case 6 when scan > 0: // noise in the scan
                for (int i = 0; i < 30; i++)
                {
                    mutation.Write(scan + random.Next(Math.Max(1, start + length - scan)), (byte)random.Next(256));
                }

                break;
            default:
                mutation.Write(start + random.Next(length), (byte)random.Next(256));
                break;
        }
    }

    private static void EditFrame(Mutation mutation, byte[] file, int at, Random random)
    {
        switch (random.Next(6))
        {
            case 0: // arithmetic, lossless, progressive, hierarchical
                mutation.Write(at + 1, Frames[random.Next(Frames.Length)]);
                break;
            case 1: // 12 bits, or nonsense
                mutation.Write(at + 4, (byte)(random.Next(2) == 0 ? 12 : random.Next(256)));
                break;
            case 2: // height, width
                mutation.Write(at + 5 + (random.Next(2) * 2), (byte)random.Next(256), (byte)random.Next(256));
                break;
            case 3:
                mutation.Write(at + 9, (byte)random.Next(6));
                break;
            case 4: // sampling factors
                mutation.Write(at + 11 + (random.Next(3) * 3), (byte)((random.Next(5) << 4) | random.Next(5)));
                break;
            default: // larger by a little, which tables and tiles may still agree to
                mutation.Write(at + 6, (byte)(file[at + 6] + random.Next(1, 9)));
                break;
        }
    }

    private static List<(int At, byte Marker, int Length)> Segments(byte[] file, int start, int end, out int scan)
    {
        var segments = new List<(int At, byte Marker, int Length)>();
        scan = 0;
        for (int at = start + 2; at + 4 <= end && file[at] == 0xFF && scan == 0;)
        {
            int length = (file[at + 2] << 8) | file[at + 3];
            segments.Add((at, file[at + 1], length));
            scan = file[at + 1] == 0xDA ? Math.Min(end - 1, at + 2 + length) : 0;
            at += 2 + length;
        }

        return segments;
    }

    private static (int At, byte Marker, int Length) Find(List<(int At, byte Marker, int Length)> segments, Func<byte, bool> isWanted) =>
        segments.Find(s => isWanted(s.Marker));
}
