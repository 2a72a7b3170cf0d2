using System.Text.Json.Nodes;
using TissueNet.Pipelines.Configuration;
using TissueNet.Stages;

namespace TissueNet.Pipelines.Binding;

/// <summary>One of a few words: an enum, in snake_case.</summary>
/// <param name="type">The enum.</param>
internal sealed class EnumType(Type type) : ScalarType
{
    private readonly Dictionary<string, object> members =
        Enum.GetNames(type).ToDictionary(Spelling.SnakeCase, name => Enum.Parse(type, name), StringComparer.Ordinal);

    /// <inheritdoc/>
    public override string Name => "word";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Values { get; } = [.. Enum.GetNames(type).Select(Spelling.SnakeCase)];

    /// <inheritdoc/>
    public override object? Read(ConfigScalar scalar, out ReadProblem? problem)
    {
        problem = null;
        if (members.TryGetValue(scalar.Text, out object? value))
        {
            return value;
        }

        string words = Values.Count == 1 ? $"'{Values[0]}'" : "one of " + string.Join(", ", Values);
        problem = new ReadProblem(DiagnosticCodes.UnknownValue, words, Spelling.Nearest(scalar.Text, Values));
        return null;
    }

    /// <inheritdoc/>
    public override string Format(object value) => Spelling.SnakeCase(value.ToString()!);

    /// <inheritdoc/>
    public override JsonObject Schema(OptionRange? range) => new() { ["enum"] = new JsonArray([.. Values.Select(v => JsonValue.Create(v))]) };
}
