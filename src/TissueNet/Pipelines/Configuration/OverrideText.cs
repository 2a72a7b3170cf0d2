namespace TissueNet.Pipelines.Configuration;

/// <summary>One <c>--set stage.option=value</c>, taken apart.</summary>
/// <param name="Path">The words before <c>=</c>, each where it stands.</param>
/// <param name="Value">The value.</param>
internal sealed record OverrideText(IReadOnlyList<ConfigScalar> Path, ConfigNode Value)
{
    /// <summary>Takes a text apart; null, with a diagnostic, when it cannot be.</summary>
    /// <param name="text">The text after <c>--set</c>.</param>
    /// <param name="number">The how-manieth override it is, from 1: the line of its positions.</param>
    /// <param name="interpolation">Fills in variables.</param>
    /// <param name="diagnostics">Receives what is wrong.</param>
    public static OverrideText? Parse(string text, int number, Interpolation interpolation, DiagnosticBag diagnostics)
    {
        SourcePosition At(int offset) => new(SourcePosition.OverrideFile, number, offset + 1);
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
        {
            diagnostics.Error(At(text.Length), DiagnosticCodes.BadOverride, $"'{text}' has no '='; expected stage.option=value, such as read_patch.parallel=4.");
            return null;
        }

        var path = new List<ConfigScalar>();
        int start = 0;
        foreach (string word in text[..equals].Split('.'))
        {
            if (word.Trim().Length == 0)
            {
                diagnostics.Error(At(start), DiagnosticCodes.BadOverride, $"A word is missing here in '{text}'; expected stage.option=value.");
                return null;
            }

            path.Add(new ConfigScalar(At(start + word.Length - word.TrimStart().Length), word.Trim(), isPlain: true));
            start += word.Length + 1;
        }

        return ReadValue(text, equals + 1, At, interpolation, diagnostics) is { } value ? new OverrideText(path, value) : null;
    }

    private static ConfigNode? ReadValue(string text, int start, Func<int, SourcePosition> at, Interpolation interpolation, DiagnosticBag diagnostics)
    {
        string value = text[start..];
        string trimmed = value.TrimStart();
        if (trimmed.Length == 0 || trimmed[0] is not ('[' or '{' or '"' or '\''))
        {
            // Taken as it is: a shell user has quoted enough, and '*.tif' or 'a: b' must not turn into YAML.
            return interpolation.Apply(at(start + value.Length - trimmed.Length), trimmed.TrimEnd(), isPlain: true);
        }

        // Blanks in the place of the path keep the columns right.
        SourcePosition line = at(0);
        var reader = new YamlTreeReader(line.File, interpolation, diagnostics) { OnlyLine = line.Line };
        return reader.Read(new string(' ', start) + value);
    }
}
