namespace TissueNet.Inference.Manifests;

/// <summary>Finds the word that was probably meant.</summary>
internal static class Suggestion
{
    /// <summary>" Did you mean 'x'?" for the nearest known word within two edits, or nothing.</summary>
    public static string For(string word, IEnumerable<string> known)
    {
        (string? best, int distance) = known.Select(k => ((string?)k, Distance(word, k))).OrderBy(p => p.Item2).FirstOrDefault((null, int.MaxValue));
        return best is not null && distance <= Math.Max(1, Math.Min(2, best.Length / 3)) ? $" Did you mean '{best}'?" : "";
    }

    // Optimal string alignment: a swap of neighbours is one edit, since that is how fingers slip.
    private static int Distance(string a, string b)
    {
        int[,] d = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    d[i, j] = i + j;
                    continue;
                }

                int cost = a[i - 1] == b[j - 1] ? 0 : 1;
                d[i, j] = Math.Min(Math.Min(d[i - 1, j] + 1, d[i, j - 1] + 1), d[i - 1, j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
                }
            }
        }

        return d[a.Length, b.Length];
    }
}
