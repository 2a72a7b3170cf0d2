using System.Text.Json.Nodes;
using TissueNet.Pipelines.Configuration;

namespace TissueNet.Pipelines.Binding;

/// <summary>Text: any single value, quoted or not.</summary>
internal sealed class TextType : ScalarType
{
    /// <inheritdoc/>
    public override string Name => "text";

    /// <inheritdoc/>
    public override object? Read(ConfigScalar scalar, out ReadProblem? problem)
    {
        problem = null;
        return scalar.Text;
    }

    /// <inheritdoc/>
    public override string Format(object value)
    {
        string text = (string)value;
        bool plain = text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '/' or '.' or '-');
        return plain ? text : "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
    }

    /// <inheritdoc/>
    public override JsonObject Schema(OptionRange? range) => new() { ["type"] = new JsonArray("string", "number", "boolean") };
}
