namespace TissueNet.Pipelines;

/// <summary>What an id may be.</summary>
internal static class StageIds
{
    /// <summary>Stands for the slides' files in <c>from:</c>.</summary>
    public const string Slides = "slides";

    /// <summary>Words that <c>--set</c> and <c>from:</c> use for other things.</summary>
    public static IReadOnlyList<string> Reserved { get; } = [Slides, "run", "name", "stages", "reports", "plugins"];

    /// <summary>Whether a text is a letter followed by letters, digits, <c>_</c> or <c>-</c>.</summary>
    public static bool IsValid(string id) =>
        id.Length > 0 && char.IsAsciiLetter(id[0]) && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
}
