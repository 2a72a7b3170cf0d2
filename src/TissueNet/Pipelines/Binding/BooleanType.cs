using System.Text.Json.Nodes;
using TissueNet.Pipelines.Configuration;
using TissueNet.Stages;

namespace TissueNet.Pipelines.Binding;

/// <summary>A switch: <c>true</c> or <c>false</c>.</summary>
internal sealed class BooleanType : ScalarType
{
    /// <inheritdoc/>
    public override string Name => "switch";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Values => ["true", "false"];

    /// <inheritdoc/>
    public override object? Read(ConfigScalar scalar, out ReadProblem? problem)
    {
        problem = null;
        switch (scalar.IsBare ? scalar.Text : null)
        {
            case "true" or "True" or "TRUE":
                return true;
            case "false" or "False" or "FALSE":
                return false;
            default:
                problem = new ReadProblem(DiagnosticCodes.WrongType, "true or false (without quotes)", Guess(scalar.Text));
                return null;
        }
    }

    /// <inheritdoc/>
    public override string Format(object value) => (bool)value ? "true" : "false";

    /// <inheritdoc/>
    public override JsonObject Schema(OptionRange? range) => new() { ["type"] = "boolean" };

    // YAML 1.1 read yes and on as true; people still write them.
    private string? Guess(string text) => text.ToLowerInvariant() switch
    {
        "yes" or "on" or "y" or "1" => "true",
        "no" or "off" or "n" or "0" => "false",
        var other => Spelling.Nearest(other, Values),
    };
}
