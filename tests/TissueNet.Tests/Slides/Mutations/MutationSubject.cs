using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Slides.Mutations;

/// <summary>A real slide, copied to where it may be damaged, and the sound bytes of its files.</summary>
internal sealed class MutationSubject
{
    private const string WebP = "webp-tiles.tif";

    /// <summary>Which slides: JPEG, deflate, WebP, Zstandard, JPEG 2000; SVS, BigTIFF, pyramidal TIFF, NDPI, MIRAX.</summary>
    public static readonly IReadOnlyList<string> Names =
    [
        "CMU-1-Small-Region.svs", "cmu1-fragment.tif", "cmu1-fragment-deflate.tif", "cmu1-fragment.ndpi", "cmu1-fragment.mrxs",
        "TCGA-CR-7395-01A-01-TS1.svs", WebP, "yb10kx5k.zstd.tiff",
    ];

    private readonly List<(string Path, byte[] Sound, Mutator Mutator)> files = [];

    private MutationSubject(string path) => Path = path;

    public string Path { get; }

    public static MutationSubject Copy(string name, string folder)
    {
        var subject = new MutationSubject(System.IO.Path.Combine(folder, name));
        if (name == WebP)
        {
            subject.Add(WebPTiff.Make(), subject.Path);
            return subject;
        }

        string source = Repository.Shared("data", "slides", name);
        subject.Add(File.ReadAllBytes(source), subject.Path);
        string beside = System.IO.Path.ChangeExtension(source, null);
        if (Directory.Exists(beside) && name.EndsWith(".mrxs", StringComparison.Ordinal))
        {
            string target = System.IO.Path.ChangeExtension(subject.Path, null);
            Directory.CreateDirectory(target);
            foreach (string file in Directory.EnumerateFiles(beside).Order(StringComparer.Ordinal))
            {
                subject.Add(File.ReadAllBytes(file), System.IO.Path.Combine(target, System.IO.Path.GetFileName(file)));
            }
        }

        return subject;
    }

    /// <summary>Damages one of its files; undo before the next.</summary>
    public (Mutation Mutation, Action Undo) Damage(Random random)
    {
        (string path, byte[] sound, Mutator mutator) = files[random.Next(files.Count)];
        Mutation mutation = mutator.Make(random);
        mutation.Apply(path, sound);
        return (mutation, () => mutation.Undo(path, sound));
    }

    private void Add(byte[] sound, string target)
    {
        File.WriteAllBytes(target, sound);
        files.Add((target, sound, new Mutator(sound)));
    }
}
