using System.Text.Json.Nodes;
using TissueNet.Pipelines.Configuration;
using TissueNet.Stages;

namespace TissueNet.Pipelines.Binding;

/// <summary>A number with a unit: a duration, an amount of memory, a share, a length, an area.</summary>
/// <typeparam name="T">The value's type.</typeparam>
internal sealed class QuantityType<T> : ScalarType
    where T : struct
{
    /// <summary>Reads a text.</summary>
    public delegate bool Parser(string text, out T value);

    /// <summary>Name with article, for messages: <c>a duration</c>.</summary>
    public required string Article { get; init; }

    /// <inheritdoc/>
    public override string Name => Article[(Article.IndexOf(' ', StringComparison.Ordinal) + 1)..];

    /// <summary>Two values as examples.</summary>
    public required string Examples { get; init; }

    /// <summary>Its units; the first one is assumed in suggestions.</summary>
    public required IReadOnlyList<string> Units { get; init; }

    /// <summary>Whether a number may stand alone.</summary>
    public bool AllowsBareNumber { get; init; }

    /// <summary>Reads a text.</summary>
    public required Parser Parse { get; init; }

    /// <summary>The number that ranges apply to.</summary>
    public required Func<T, double> ToNumber { get; init; }

    /// <summary>The value of a number that ranges apply to.</summary>
    public required Func<double, T> FromNumber { get; init; }

    /// <summary>Prints a value as in YAML.</summary>
    public required Func<T, string> Print { get; init; }

    /// <summary>Upper bound that goes without saying.</summary>
    public double NaturalMaximum { get; init; } = double.PositiveInfinity;

    /// <inheritdoc/>
    public override string? Unit => string.Join(", ", Units);

    /// <inheritdoc/>
    public override OptionRange? NaturalRange => new(0, NaturalMaximum);

    /// <inheritdoc/>
    public override object? Read(ConfigScalar scalar, out ReadProblem? problem)
    {
        problem = null;
        if (Parse(scalar.Text, out T value))
        {
            return value;
        }

        (string number, string unit) = Quantity.Split(scalar.Text);
        string units = string.Join(", ", Units);
        problem = (number.Length, unit.Length) switch
        {
            (0, _) => new ReadProblem(DiagnosticCodes.WrongType, $"{Article} such as {Examples}"),
            (_, 0) => new ReadProblem(DiagnosticCodes.MissingUnit, $"{Article} with a unit ({units}), such as {Examples}", $"{number} {Units[0]}"),
            _ => new ReadProblem(DiagnosticCodes.UnknownUnit, $"{Article} in {units}, such as {Examples}", NearestUnit(unit) is { } near ? $"{number} {near}" : null),
        };
        return null;
    }

    /// <inheritdoc/>
    public override double? Measure(object value) => ToNumber((T)value);

    /// <inheritdoc/>
    public override string FormatMeasure(double measure) => Print(FromNumber(measure));

    /// <inheritdoc/>
    public override string Format(object value) => Print((T)value);

    /// <inheritdoc/>
    public override JsonObject Schema(OptionRange? range)
    {
        string units = string.Join('|', Units.Select(u => System.Text.RegularExpressions.Regex.Escape(u).Replace("um", "[uµ]m", StringComparison.Ordinal)));
        var schema = new JsonObject { ["type"] = "string", ["pattern"] = $@"^\s*[+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?\s*({units}){(AllowsBareNumber ? "?" : "")}\s*$" };
        var bare = new JsonObject { ["type"] = "number", ["minimum"] = 0 };
        if (AllowsBareNumber && double.IsFinite(NaturalMaximum))
        {
            bare["maximum"] = NaturalMaximum;
        }
        else if (!AllowsBareNumber)
        {
            bare["maximum"] = 0;
        }

        return new JsonObject { ["anyOf"] = new JsonArray(schema, bare) };
    }

    private string? NearestUnit(string unit) =>
        Units.FirstOrDefault(u => string.Equals(u, unit, StringComparison.OrdinalIgnoreCase)) ?? Spelling.Nearest(unit, Units);
}
