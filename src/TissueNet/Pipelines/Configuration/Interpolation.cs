using System.Text;
using System.Text.RegularExpressions;

namespace TissueNet.Pipelines.Configuration;

/// <summary>Fills in <c>${VAR}</c> and <c>${VAR:-default}</c> in one value; <c>$$</c> stands for a dollar sign.</summary>
/// <param name="environment">Looks a variable up; null when it is not set.</param>
/// <param name="diagnostics">Receives what cannot be filled in.</param>
internal sealed partial class Interpolation(Func<string, string?> environment, DiagnosticBag diagnostics)
{
    /// <summary>Makes the value's node.</summary>
    /// <param name="at">Where the value begins.</param>
    /// <param name="text">The value as written.</param>
    /// <param name="isPlain">Whether it was written without quotes.</param>
    public ConfigScalar Apply(SourcePosition at, string text, bool isPlain)
    {
        if (!text.Contains('$', StringComparison.Ordinal))
        {
            return new ConfigScalar(at, text, isPlain);
        }

        var result = new StringBuilder();
        bool filled = false, failed = false;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '$' || i + 1 == text.Length || text[i + 1] is not ('$' or '{'))
            {
                result.Append(text[i]);
                continue;
            }

            if (text[++i] == '$')
            {
                result.Append('$');
                continue;
            }

            int end = text.IndexOf('}', i);
            string? value = Resolve(at, end < 0 ? text[i..] : text[i..(end + 1)]);
            result.Append(value);
            filled = true;
            failed |= value is null;
            i = end < 0 ? text.Length : end;
        }

        return new ConfigScalar(at, result.ToString(), isPlain) { IsInterpolated = filled, IsUnresolved = failed };
    }

    private string? Resolve(SourcePosition at, string braces)
    {
        Match match = Variable().Match(braces);
        if (!match.Success)
        {
            diagnostics.Error(
                at, DiagnosticCodes.BadVariable,
                $"'${braces}' is not a variable; expected ${{NAME}} or ${{NAME:-default}}, where NAME has letters, digits and '_' (write $$ for a plain dollar sign).");
            return null;
        }

        string name = match.Groups["name"].Value;
        string? value = environment(name);
        if (match.Groups["default"].Success)
        {
            return string.IsNullOrEmpty(value) ? match.Groups["default"].Value : value;
        }

        if (value is null)
        {
            diagnostics.Error(
                at, DiagnosticCodes.UnsetVariable,
                $"The environment variable '{name}' is not set; set it, or give a default: ${{{name}:-value}}.");
        }

        return value;
    }

    [GeneratedRegex(@"^\{(?<name>[A-Za-z_][A-Za-z0-9_]*)(:-(?<default>[^}]*))?\}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Variable();
}
