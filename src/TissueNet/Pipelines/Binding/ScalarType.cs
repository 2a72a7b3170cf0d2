using System.Text.Json.Nodes;
using TissueNet.Pipelines.Configuration;

namespace TissueNet.Pipelines.Binding;

/// <summary>How one type of option is written in YAML: read, measured against ranges, printed, described.</summary>
internal abstract class ScalarType
{
    /// <summary>Name in documentation: <c>number</c>, <c>duration</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Unit that goes without saying; null when there is none.</summary>
    public virtual string? Unit => null;

    /// <summary>The range of every option of this type that does not say otherwise.</summary>
    public virtual OptionRange? NaturalRange => null;

    /// <summary>The values allowed; empty when they cannot be listed.</summary>
    public virtual IReadOnlyList<string> Values => [];

    /// <summary>Reads a value; null with a problem when it cannot be read.</summary>
    public abstract object? Read(ConfigScalar scalar, out ReadProblem? problem);

    /// <summary>The number that ranges apply to; null for types without ranges.</summary>
    public virtual double? Measure(object value) => null;

    /// <summary>A bound of a range as it is written in YAML.</summary>
    public virtual string FormatMeasure(double measure) => measure.ToString("0.######", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A value as it is written in YAML.</summary>
    public abstract string Format(object value);

    /// <summary>The JSON Schema of a value.</summary>
    public abstract JsonObject Schema(OptionRange? range);
}
