using System.Text.RegularExpressions;
using CsCheck;
using TissueNet.Pipelines;

namespace TissueNet.Tests.Pipelines;

/// <summary>Single typos in every word that pipelines know: the place must always be right, the suggestion nearly always (99.7 % when this was written).</summary>
public partial class TypoTests
{
    private static readonly (int Index, string Word)[] Words = FindWords();

    [Fact]
    public void Words_OfTheSample_CoverKeysStagesReportsEnumsAndIds()
    {
        Words.Length.ShouldBeGreaterThan(60);
        foreach (string word in new[] { "recursive", "max_failed_patches", "optical_density", "low", "prioritize_regions", "geojson", "max_wait", "stop" })
        {
            Words.ShouldContain(w => w.Word == word);
        }
    }

    [Fact]
    public void Load_SingleTypo_PlaceIsRightAndSuggestionMostly()
    {
        int typos = 0, suggested = 0;
        var missed = new List<string>();
        Gen.Select(Gen.Int[0, Words.Length - 1], Gen.Int[0, 3], Gen.Int[0, 999], Gen.Char['a', 'z']).Sample(
            (chosen, kind, at, letter) =>
            {
                (int index, string word) = Words[chosen];
                string typo = Damage(word, kind, at % word.Length, letter);
                if (IsMeaningful(typo, word))
                {
                    typos++;
                    if (Check(index, word, typo))
                    {
                        suggested++;
                    }
                    else
                    {
                        missed.Add($"{word}→{typo}");
                    }
                }
            },
            iter: 2500, threads: 1);

        typos.ShouldBeGreaterThan(2000);
        double share = (double)suggested / typos;
        share.ShouldBeGreaterThanOrEqualTo(0.97, string.Join(' ', missed));
        TestContext.Current.TestOutputHelper?.WriteLine($"{suggested} of {typos} typos: {share:P2}. Missed: {string.Join(' ', missed)}");
    }

    private static bool Check(int index, string word, string typo)
    {
        string text = SamplePipeline.Text[..index] + typo + SamplePipeline.Text[(index + word.Length)..];
        string before = text[..index];
        (int line, int column) = (before.Count(c => c == '\n') + 1, index - before.LastIndexOf('\n'));
        IReadOnlyList<Diagnostic> found = SamplePipeline.Load(text).Diagnostics;
        Diagnostic? here = found.FirstOrDefault(d => d.Line == line && d.Column == column);
        here.ShouldNotBeNull($"'{word}' as '{typo}' at {line}:{column} gave {string.Join("; ", found)}");
        return here.Suggestion == word;
    }

    private static string Damage(string word, int kind, int at, char letter) => kind switch
    {
        0 => word.Insert(at, letter.ToString()),
        1 => word.Remove(at, 1),
        2 => word[..at] + letter + word[(at + 1)..],
        _ => at + 1 < word.Length ? word[..at] + word[at + 1] + word[at] + word[(at + 2)..] : word[..^1],
    };

    // A typo that is another right word, or no word at all, cannot be told.
    private static bool IsMeaningful(string typo, string word) =>
        typo.Length > 0 && typo != word && !Words.Any(w => w.Word == typo);

    private static (int Index, string Word)[] FindWords()
    {
        // Keys, bare names of stages and reports, and values that are one of a few words or an id.
        string[] values = ["fail", "stop", "optical_density", "drop", "haematoxylin", "cuda", "cpu", "top_k_mean", "false", "slides_csv", "regions_csv", "masks_png", "geojson"];
        IEnumerable<(int Index, string Value)> keys = Key().Matches(SamplePipeline.Text).Select(m => (m.Groups["word"].Index, m.Groups["word"].Value));
        IEnumerable<(int Index, string Value)> words = Value().Matches(SamplePipeline.Text)
            .Where(m => values.Contains(m.Value)).Select(m => (m.Index, m.Value));
        IEnumerable<(int Index, string Value)> ids = Source().Matches(SamplePipeline.Text).Select(m => (m.Index, m.Value));
        return [.. keys.Concat(words).Concat(ids).Distinct().OrderBy(w => w.Index)];
    }

    [GeneratedRegex(@"(?<![\w.""*])(?<word>[a-z_]+):(?=\s)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Key();

    [GeneratedRegex(@"(?<![\w.])[a-z_]+(?![\w:])", RegexOptions.None, 1000)]
    private static partial Regex Value();

    [GeneratedRegex("(?<=from: )[a-z_]+", RegexOptions.None, 1000)]
    private static partial Regex Source();
}
