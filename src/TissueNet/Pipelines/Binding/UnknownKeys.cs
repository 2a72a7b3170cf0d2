using TissueNet.Pipelines.Configuration;
using TissueNet.Stages;

namespace TissueNet.Pipelines.Binding;

/// <summary>Reports keys that nobody reads.</summary>
internal static class UnknownKeys
{
    /// <summary>Reports one; returns the key that was probably meant, so that its absence is not reported as well.</summary>
    /// <param name="diagnostics">Receives it.</param>
    /// <param name="key">The key.</param>
    /// <param name="owner">What a message calls the map's owner.</param>
    /// <param name="known">Keys that would be right.</param>
    /// <param name="map">The map, whose other keys cannot have been meant.</param>
    /// <param name="hint">A sentence to add.</param>
    public static string? Report(DiagnosticBag diagnostics, ConfigScalar key, string owner, IReadOnlyList<string> known, ConfigMap map, string? hint = null)
    {
        string expected = known.Count == 0 ? "it takes none" : $"expected {string.Join(", ", known)}";

        // An override replaces what the file says, so there a key that is set already can well have been meant.
        bool mayRepeat = string.Equals(key.Position.File, SourcePosition.OverrideFile, StringComparison.Ordinal);
        string? meant = Spelling.Nearest(key.Text, known.Where(k => mayRepeat || map.Find(k) is null));
        diagnostics.Error(
            key.Position, DiagnosticCodes.UnknownKey,
            $"{Capitalise(owner)} has no key '{key.Text}'; {expected}.{(hint is null ? "" : " " + hint)}", meant);
        return meant;
    }

    /// <summary>The first letter made large, for the beginning of a sentence.</summary>
    public static string Capitalise(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
