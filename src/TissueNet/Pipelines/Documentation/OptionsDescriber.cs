using System.Collections;
using TissueNet.Pipelines.Binding;

namespace TissueNet.Pipelines.Documentation;

/// <summary>Describes options records from the same metadata that binds them.</summary>
internal static class OptionsDescriber
{
    /// <summary>The options of a record, nested ones after their parent; empty for null.</summary>
    public static IReadOnlyList<OptionDescription> Describe(Type? record) =>
        record is null ? [] : [.. Describe(Activator.CreateInstance(record)!, "")];

    /// <summary>A default as it would be written in YAML; null when there is none.</summary>
    public static string? Print(OptionProperty option, object? value) => value switch
    {
        null or "" => null,
        IEnumerable items when option.IsList => option.IsNested ? null : $"[{string.Join(", ", items.Cast<object>().Select(option.Scalar!.Format))}]",
        _ => option.Scalar?.Format(value),
    };

    private static IEnumerable<OptionDescription> Describe(object owner, string prefix)
    {
        foreach (OptionProperty option in OptionProperty.Of(owner.GetType()))
        {
            object? value = option.Property.GetValue(owner);
            yield return new OptionDescription
            {
                Name = prefix + option.Name,
                Type = TypeName(option),
                Unit = option.Unit,
                Range = option is { Range: { } range, Scalar: { } type } ? range.Describe(type) : null,
                Default = option.IsRequired ? null : Print(option, value),
                Description = XmlDocumentation.Of(option.Property),
                IsRequired = option.IsRequired,
                Values = option.Scalar?.Values ?? [],
            };
            if (option is { IsNested: true, IsList: false })
            {
                foreach (OptionDescription inner in Describe(value ?? Activator.CreateInstance(option.ValueType)!, $"{prefix}{option.Name}."))
                {
                    yield return inner;
                }
            }
        }
    }

    private static string TypeName(OptionProperty option)
    {
        string name = option.Path is not null ? "path" : option.Scalar?.Name ?? "map";
        return option.IsList ? $"list of {name}s" : name;
    }
}
