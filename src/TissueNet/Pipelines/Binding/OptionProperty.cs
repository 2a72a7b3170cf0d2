using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using TissueNet.Stages;

namespace TissueNet.Pipelines.Binding;

/// <summary>One property of an options record: how it is named, typed and limited in YAML.</summary>
internal sealed class OptionProperty
{
    private static readonly ConditionalWeakTable<Type, IReadOnlyList<OptionProperty>> Known = [];

    private OptionProperty(PropertyInfo property)
    {
        Property = property;
        Name = Spelling.SnakeCase(property.Name);
        Type declared = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        Type? item = ListItem(declared);
        IsList = item is not null;
        ValueType = item ?? declared;
        Scalar = ScalarTypes.For(ValueType);
        Path = property.GetCustomAttribute<PathOptionAttribute>();
        Unit = property.GetCustomAttribute<UnitAttribute>()?.Unit ?? Scalar?.Unit;
        Range = Scalar is null ? null : RangeOf(property, Scalar) ?? Scalar.NaturalRange;
        IsRequired = property.IsDefined(typeof(RequiredMemberAttribute)) || property.IsDefined(typeof(RequiredAttribute));
    }

    /// <summary>The property.</summary>
    public PropertyInfo Property { get; }

    /// <summary>Its key in YAML.</summary>
    public string Name { get; }

    /// <summary>Type of the value, or of a list's items; without <c>?</c>.</summary>
    public Type ValueType { get; }

    /// <summary>Whether it takes a list.</summary>
    public bool IsList { get; }

    /// <summary>How values are written; null for a nested record.</summary>
    public ScalarType? Scalar { get; }

    /// <summary>Whether it is a record of options itself.</summary>
    public bool IsNested => Scalar is null;

    /// <summary>Bounds; null when there are none.</summary>
    public OptionRange? Range { get; }

    /// <summary>Unit; null when there is none.</summary>
    public string? Unit { get; }

    /// <summary>Set when the value is a path.</summary>
    public PathOptionAttribute? Path { get; }

    /// <summary>Whether it has no default.</summary>
    public bool IsRequired { get; }

    /// <summary>The options of a record, in the order of its declaration.</summary>
    public static IReadOnlyList<OptionProperty> Of(Type record) => Known.GetValue(record, Find);

    /// <summary>What keeps a record from being options; empty when nothing does.</summary>
    public static IEnumerable<string> Defects(Type record)
    {
        if (record.GetConstructor(Type.EmptyTypes) is null)
        {
            yield return $"'{record.Name}' needs a constructor without parameters";
        }

        foreach (OptionProperty option in Of(record).Where(o => o.IsNested))
        {
            Type type = option.ValueType;
            if (type.IsClass && !type.IsAbstract && !type.Namespace!.StartsWith("System", StringComparison.Ordinal))
            {
                foreach (string defect in Defects(type))
                {
                    yield return defect;
                }
            }
            else
            {
                yield return $"option '{option.Name}' has the type {type.Name}, which cannot be written in YAML";
            }
        }
    }

    private static IReadOnlyList<OptionProperty> Find(Type record) =>
        [.. record.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.SetMethod is { IsPublic: true }).Select(p => new OptionProperty(p))];

    private static Type? ListItem(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;

    private static OptionRange? RangeOf(PropertyInfo property, ScalarType scalar) =>
        property.GetCustomAttribute<RangeAttribute>() is { } range
            ? new OptionRange(Bound(range.Minimum, scalar), Bound(range.Maximum, scalar), range.MinimumIsExclusive, range.MaximumIsExclusive)
            : null;

    // Bounds come as numbers, or as texts with a unit: [Range(typeof(TimeSpan), "1 s", "1 h")].
    private static double Bound(object bound, ScalarType scalar)
    {
        if (bound is not string text)
        {
            return Convert.ToDouble(bound, CultureInfo.InvariantCulture);
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
        {
            return number;
        }

        if (scalar.Read(new Configuration.ConfigScalar(default, text, isPlain: true), out _) is { } value)
        {
            return scalar.Measure(value) ?? 0;
        }

        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan duration)
            ? duration.TotalSeconds
            : throw new FormatException($"A [Range] has the bound '{text}', which is not a {scalar.Name}.");
    }
}
