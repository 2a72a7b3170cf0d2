using System.Text;

namespace TissueNet.Stages;

/// <summary>Guesses the word that was meant.</summary>
internal static class Spelling
{
    /// <summary>The most likely word; null when none is near enough.</summary>
    /// <param name="word">What was written.</param>
    /// <param name="known">What would have been right.</param>
    public static string? Nearest(string word, IEnumerable<string> known)
    {
        if (string.IsNullOrWhiteSpace(word) || word.Length > 100)
        {
            return null;
        }

        string folded = Fold(word);
        var ranked = known.Distinct(StringComparer.Ordinal)
            .Select(k => (Word: k, Distance: Distance(folded, Fold(k))))
            .OrderBy(k => k.Distance)
            .ThenBy(k => Fold(k.Word)[..1] == folded[..1] ? 0 : 1)
            .ThenBy(k => Math.Abs(k.Word.Length - word.Length))
            .ThenBy(k => k.Word, StringComparer.Ordinal)
            .ToList();
        if (ranked.Count == 0)
        {
            return null;
        }

        (string best, int distance) = ranked[0];
        if (distance <= Math.Max(1, Math.Min(folded.Length, best.Length) / 3) && distance < best.Length)
        {
            return best;
        }

        // A word cut short or put together wrongly: 'otsu' for otsu_tissue_mask, if it can be only one.
        string[] containing = [.. ranked.Select(k => k.Word).Where(k => folded.Length >= 3 && Fold(k).Contains(folded, StringComparison.Ordinal))];
        return containing.Length == 1 ? containing[0] : null;
    }

    /// <summary>" Did you mean 'x'?" for the most likely word, to be added to a message; empty when none is near enough.</summary>
    /// <param name="word">What was written.</param>
    /// <param name="known">What would have been right.</param>
    public static string DidYouMean(string word, IEnumerable<string> known) => Nearest(word, known) is { } near ? $" Did you mean '{near}'?" : "";

    /// <summary>Edits between two words: insertions, deletions, substitutions and swaps of neighbours (Damerau, 1964; optimal string alignment).</summary>
    public static int Distance(string a, string b)
    {
        int[,] cost = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            cost[i, 0] = i;
        }

        for (int j = 0; j <= b.Length; j++)
        {
            cost[0, j] = j;
        }

        for (int i = 1; i <= a.Length; i++)
        {
            for (int j = 1; j <= b.Length; j++)
            {
                int change = cost[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                cost[i, j] = Math.Min(change, 1 + Math.Min(cost[i - 1, j], cost[i, j - 1]));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
                }
            }
        }

        return cost[a.Length, b.Length];
    }

    /// <summary>The snake_case form of a C# name: <c>MinTissue</c> becomes <c>min_tissue</c>, <c>TopKMean</c> <c>top_k_mean</c>.</summary>
    public static string SnakeCase(string name)
    {
        var text = new StringBuilder();
        for (int i = 0; i < name.Length; i++)
        {
            bool starts = char.IsUpper(name[i]) && i > 0
                && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            text.Append(starts && name[i - 1] != '_' ? "_" : "").Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }

    // Habits of other languages are no spelling mistakes: patchSize, patch-size and Patch_Size mean patch_size.
    private static string Fold(string word) => SnakeCase(word.Trim()).Replace('-', '_').Replace(' ', '_');
}
