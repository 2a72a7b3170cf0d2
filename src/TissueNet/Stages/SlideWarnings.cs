namespace TissueNet.Stages;

/// <summary>
/// What stages note about a slide. Each text counts once, and a flood is cut: the first in the alphabet stay, so that what stays
/// does not depend on which stage was faster.
/// </summary>
internal sealed class SlideWarnings
{
    /// <summary>The most that are kept.</summary>
    public const int Most = 16;

    /// <summary>The most characters of each.</summary>
    public const int MostCharacters = 400;

    private const string Cut = "more warnings were dropped";
    private readonly Lock gate = new();
    private readonly SortedSet<string> texts = new(StringComparer.Ordinal);
    private bool isCut;

    /// <summary>All that were noted, in the order of the alphabet.</summary>
    public IReadOnlyList<string> All
    {
        get
        {
            lock (gate)
            {
                return isCut ? [.. texts, Cut] : [.. texts];
            }
        }
    }

    /// <summary>Notes one.</summary>
    public void Add(string text)
    {
        text = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        text = text.Length <= MostCharacters ? text : text[..(MostCharacters - 1)] + "…";
        lock (gate)
        {
            if (text.Length > 0 && texts.Add(text) && texts.Count > Most)
            {
                texts.Remove(texts.Max!);
                isCut = true;
            }
        }
    }
}
