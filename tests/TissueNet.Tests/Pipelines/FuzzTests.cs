using CsCheck;
using TissueNet.Pipelines;

namespace TissueNet.Tests.Pipelines;

/// <summary>Whatever is done to a file, the answer is diagnostics: nothing throws, and each one lies inside the file.</summary>
public class FuzzTests
{
    private const string Alphabet = "abz019 :-[]{}&*!|>'\"%@`#,\n\t~$\\/?=é😀\0\u0085\uFEFF";
    private static readonly string[] Fragments =
        ["- ", ": ", "{}", "[]", "${", "${A}", "${A:-b}", "$$", "&a", "*a", "<<: *a", "!!str ", "!x ", "---\n", "...\n", "null", "~", "|\n", ">-\n", "0x1F", ".nan", "1e999", "%YAML 1.1\n", "? ", "\t", "from: ", "id: "];

    private static readonly Gen<string> Junk = Gen.OneOf(
        Gen.Int[0, Alphabet.Length - 1].Select(i => Alphabet[i].ToString()), Gen.Int[0, Fragments.Length - 1].Select(i => Fragments[i]));

    private static readonly Gen<string> Mutated = Gen.Select(Gen.Int[0, 2], Gen.Int[0, SamplePipeline.Text.Length - 1], Gen.Int[0, 40], Junk).Array[1, 6].Select(changes =>
    {
        string text = SamplePipeline.Text;
        foreach ((int kind, int place, int length, string junk) in changes)
        {
            int at = Math.Min(place, text.Length), end = Math.Min(text.Length, at + length);
            text = kind switch
            {
                0 => text.Insert(at, junk),
                1 => text.Remove(at, end - at),
                _ => text[..at] + text[at..end] + text[at..],
            };
        }

        return text;
    });

    [Fact]
    public void Load_MutatedPipeline_NeverThrows() => Mutated.Sample(text => Check(text), iter: 1500, threads: 2);

    [Fact]
    public void Load_RandomCharacters_NeverThrows() => Junk.Array[0, 60].Sample(parts => Check(string.Concat(parts)), iter: 1500, threads: 2);

    [Fact]
    public void Load_RandomOverrides_NeverThrows() =>
        Gen.Select(OneOf("read_patch", "run", "slides", "otsu_tissue_mask", "", "from"), OneOf(".", "=", ".threshold.", ".parallel=", "..", ".from="), Junk.Array[0, 6])
            .Sample(parts => Check(SamplePipeline.Text, parts.Item1 + parts.Item2 + string.Concat(parts.Item3)), iter: 1500, threads: 2);

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static void Check(string text, params string[] overrides)
    {
        PipelineLoadResult result = SamplePipeline.Load(text, overrides);
        (result.Plan is null).ShouldBe(result.Diagnostics.Any(d => d.IsError));
        int lines = text.Count(c => c is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029') + 1;
        foreach (Diagnostic found in result.Diagnostics)
        {
            found.Line.ShouldBeInRange(1, found.File == "--set" ? overrides.Length : lines + 1);
            found.Column.ShouldBeGreaterThan(0);
            found.Message.ShouldNotBeNullOrWhiteSpace();
        }
    }
}
