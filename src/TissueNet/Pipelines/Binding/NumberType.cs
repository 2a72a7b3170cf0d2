using System.Globalization;
using System.Text.Json.Nodes;
using TissueNet.Pipelines.Configuration;

namespace TissueNet.Pipelines.Binding;

/// <summary>A plain number: int, long or double.</summary>
/// <param name="type">Which of them.</param>
internal sealed class NumberType(Type type) : ScalarType
{
    private readonly bool isWhole = type != typeof(double);

    /// <inheritdoc/>
    public override string Name => isWhole ? "integer" : "number";

    /// <inheritdoc/>
    public override object? Read(ConfigScalar scalar, out ReadProblem? problem)
    {
        problem = null;
        if (scalar.IsBare && Parse(scalar.Text.Trim()) is { } value)
        {
            return value;
        }

        if (!isWhole && Parse(scalar.Text.Trim().Replace(',', '.')) is not null && scalar.Text.Contains(',', StringComparison.Ordinal))
        {
            problem = new ReadProblem(DiagnosticCodes.WrongType, "a number with a decimal point", scalar.Text.Trim().Replace(',', '.'));
            return null;
        }

        (string number, string unit) = Quantity.Split(scalar.Text);
        bool readable = Parse(number) is not null;
        problem = readable && scalar.IsBare && unit.Length > 0
            ? new ReadProblem(DiagnosticCodes.WrongType, $"{Description()} without a unit", number)
            : new ReadProblem(DiagnosticCodes.WrongType, Description() + (readable && unit.Length == 0 ? " without quotes" : ""), readable ? number : null);
        return null;
    }

    /// <inheritdoc/>
    public override double? Measure(object value) => Convert.ToDouble(value, CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override string Format(object value) =>
        value is double number ? number.ToString("R", CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{value}");

    /// <inheritdoc/>
    public override JsonObject Schema(OptionRange? range)
    {
        var schema = new JsonObject { ["type"] = Name };
        if (range is { HasMinimum: true })
        {
            schema[range.MinimumExcluded ? "exclusiveMinimum" : "minimum"] = range.Minimum;
        }

        if (range is { HasMaximum: true })
        {
            schema[range.MaximumExcluded ? "exclusiveMaximum" : "maximum"] = range.Maximum;
        }

        return schema;
    }

    private string Description() => isWhole ? "a whole number" : "a number";

    private object? Parse(string text)
    {
        const NumberStyles Whole = NumberStyles.AllowLeadingSign;
        if (type == typeof(int))
        {
            return int.TryParse(text, Whole, CultureInfo.InvariantCulture, out int i) ? i : null;
        }

        if (type == typeof(long))
        {
            return long.TryParse(text, Whole, CultureInfo.InvariantCulture, out long l) ? l : null;
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double d) && double.IsFinite(d) ? d : null;
    }
}
