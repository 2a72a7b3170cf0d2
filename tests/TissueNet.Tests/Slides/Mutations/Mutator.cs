namespace TissueNet.Tests.Slides.Mutations;

/// <summary>Damages a file by chance, of which the seed decides all. Knows the structure of TIFF and JPEG, so that damage goes deep.</summary>
/// <param name="sound">The sound file.</param>
internal sealed class Mutator(byte[] sound)
{
    private static readonly long[] Telling =
        [0, 1, 2, 3, 7, 8, 16, 255, 256, 4095, 65535, 65536, 1 << 20, 4_000_000, int.MaxValue, 1L << 31, uint.MaxValue, long.MaxValue, -1];

    private readonly TiffMap? tiff = TiffMap.Of(sound);

    public Mutation Make(Random random)
    {
        int kind = random.Next(tiff is null ? 6 : 20);
        return kind switch
        {
            0 => Flip(random, random.Next(1, 9), 0, sound.Length, "bytes"),
            1 => Flip(random, random.Next(10, 400), 0, sound.Length, "many bytes"),
            2 => Truncate(random),
            3 => Fill(random),
            4 => Move(random),
            5 => FlipNearEnds(random),
            6 or 7 or 8 or 9 or 10 => EditFields(random),
            11 or 12 or 13 => EditTable(random),
            14 => EditLink(random),
            15 => SwapOrder(random),
            16 => FlipInBlob(random),
            _ => EditJpeg(random),
        };
    }

    private static Mutation Flip(Random random, int count, int from, int length, string kind)
    {
        var mutation = new Mutation(kind);
        for (int i = 0; i < count; i++)
        {
            mutation.Write(from + random.Next(length), (byte)random.Next(256));
        }

        return mutation;
    }

    private Mutation FlipNearEnds(Random random)
    {
        int span = Math.Min(sound.Length, 2000);
        return Flip(random, random.Next(1, 6), random.Next(2) == 0 ? 0 : sound.Length - span, span, "bytes near an end");
    }

    private Mutation Truncate(Random random) => new("truncation")
    {
        Length = random.Next(4) == 0 ? random.Next(Math.Min(sound.Length, 2000)) : random.Next(sound.Length),
    };

    private Mutation Fill(Random random)
    {
        var mutation = new Mutation("filled block");
        byte[] block = new byte[1 << random.Next(4, 17)];
        Array.Fill(block, random.Next(3) switch { 0 => (byte)0xFF, 1 => (byte)random.Next(256), _ => (byte)0 });
        mutation.Write(random.Next(sound.Length), block);
        return mutation;
    }

    private Mutation Move(Random random)
    {
        var mutation = new Mutation("moved block");
        int length = Math.Min(1 << random.Next(2, 17), sound.Length / 2);
        mutation.Write(random.Next(sound.Length), sound[random.Next(sound.Length - length)..][..length]);
        return mutation;
    }

    private Mutation EditFields(Random random)
    {
        var mutation = new Mutation("tag");
        int edits = random.Next(4) == 0 ? random.Next(2, 5) : 1;
        for (int i = 0; i < edits; i++)
        {
            long field = Pick(random, tiff!.Fields);
            int word = tiff.Word, type = (int)tiff.Integer(field + 2, 2);
            switch (random.Next(8))
            {
                case 0:
                    mutation.Write(field, sound.AsSpan((int)Pick(random, tiff.Fields), 2).ToArray()); // another tag
                    break;
                case 1:
                    mutation.Write(field + 2, tiff.Encode(random.Next(4) == 0 ? random.Next(65536) : random.Next(20), 2));
                    break;
                case 2 or 3:
                    mutation.Write(field + 4, tiff.Encode(Value(random, tiff.Integer(field + 4, word)), word));
                    break;
                default:
                    int size = type == 3 && random.Next(4) != 0 ? 2 : word;
                    mutation.Write(field + 4 + word, tiff.Encode(Value(random, tiff.Integer(field + 4 + word, size)), size));
                    break;
            }
        }

        return mutation;
    }

    private Mutation EditTable(Random random)
    {
        if (tiff!.Tables.Count == 0)
        {
            return EditFields(random);
        }

        var mutation = new Mutation("table of a tag");
        (long at, int size, long count) = tiff.Tables[random.Next(tiff.Tables.Count)];
        for (int i = random.Next(1, 5); i > 0; i--)
        {
            long entry = at + (random.NextInt64(count) * size);
            mutation.Write(entry, tiff.Encode(Value(random, tiff.Integer(entry, size)), size));
        }

        return mutation;
    }

    private Mutation EditLink(Random random)
    {
        var mutation = new Mutation("link of a directory");
        long target = random.Next(3) switch
        {
            0 => random.NextInt64(sound.Length),
            1 => Value(random, sound.Length),
            _ => Pick(random, tiff!.Directories),
        };
        mutation.Write(Pick(random, tiff!.Links), tiff.Encode(target, tiff.Word));
        return mutation;
    }

    private Mutation SwapOrder(Random random)
    {
        var mutation = new Mutation("header");
        switch (random.Next(3))
        {
            case 0:
                byte other = sound[0] == (byte)'I' ? (byte)'M' : (byte)'I';
                mutation.Write(0, other, other, sound[3], sound[2]);
                break;
            case 1:
                mutation.Write(2, tiff!.Encode(tiff.Big ? 42 : 43, 2));
                break;
            default:
                mutation.Write(random.Next(16), (byte)random.Next(256));
                break;
        }

        return mutation;
    }

    private Mutation FlipInBlob(Random random)
    {
        if (tiff!.Blobs.Count == 0)
        {
            return EditFields(random);
        }

        (long at, int length) = tiff.Blobs[random.Next(tiff.Blobs.Count)];
        return Flip(random, random.Next(1, 5), (int)at, random.Next(2) == 0 ? Math.Min(length, 200) : length, "bytes of a tile");
    }

    // Several tiles alike, so that what is read is likely to be among them.
    private Mutation EditJpeg(Random random)
    {
        List<(long At, int Length)> streams = [.. tiff!.Blobs.Where(b => b.Length > 4 && sound[b.At] == 0xFF && sound[b.At + 1] == 0xD8)];
        if (streams.Count == 0)
        {
            return FlipInBlob(random);
        }

        var mutation = new Mutation("jpeg");
        int form = random.Next(100), edited = random.Next(2) == 0 ? 1 : streams.Count;
        for (int i = 0; i < edited; i++)
        {
            int which = edited == 1 ? random.Next(streams.Count) : i;
            JpegDamage.Write(mutation, sound, (int)streams[which].At, streams[which].Length, new Random(form));
        }

        return mutation;
    }

    private long Value(Random random, long old) => random.Next(10) switch
    {
        0 => old + 1,
        1 => old - 1,
        2 => old * 2,
        3 => old / 2,
        4 => sound.Length - random.Next(3),
        5 => random.NextInt64(sound.Length),
        6 => tiff!.Directories[random.Next(tiff.Directories.Count)],
        _ => Telling[random.Next(Telling.Length)],
    };

    private static long Pick(Random random, List<long> places) => places[random.Next(places.Count)];
}
