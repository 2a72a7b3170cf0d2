using System.Text.Json.Nodes;
using TissueNet.Pipelines.Binding;

namespace TissueNet.Pipelines.Documentation;

/// <summary>JSON Schema of options records.</summary>
internal static class OptionsSchema
{
    /// <summary>Name of the definition of values with a variable, which may stand in the place of any value.</summary>
    public const string Variable = "variable";

    /// <summary>That definition.</summary>
    public static JsonObject VariableDefinition => new() { ["type"] = "string", ["pattern"] = @"\$\{[A-Za-z_][A-Za-z0-9_]*(:-[^}]*)?\}" };

    /// <summary>The schema of a record.</summary>
    public static JsonObject Record(Type record, string description)
    {
        var properties = new JsonObject();
        var required = new JsonArray();
        object defaults = Activator.CreateInstance(record)!;
        foreach (OptionProperty option in OptionProperty.Of(record))
        {
            JsonObject schema = Option(option, option.Range);
            if (!option.IsRequired && OptionsDescriber.Print(option, option.Property.GetValue(defaults)) is { } value)
            {
                schema["description"] = $"{schema["description"]} (default: {value})";
            }

            properties[option.Name] = schema;
            if (option.IsRequired)
            {
                required.Add(option.Name);
            }
        }

        var result = new JsonObject { ["type"] = "object", ["description"] = description, ["properties"] = properties, ["additionalProperties"] = false };
        if (required.Count > 0)
        {
            result["required"] = required;
        }

        return result;
    }

    /// <summary>The schema of an option.</summary>
    public static JsonObject Option(OptionProperty option, OptionRange? range)
    {
        string description = XmlDocumentation.Of(option.Property);
        var forms = new JsonArray((JsonNode)Value(option, range), new JsonObject { ["$ref"] = $"#/definitions/{Variable}" });
        if (option.IsList)
        {
            var item = new JsonObject { ["anyOf"] = forms.DeepClone() };
            forms.Add((JsonNode)new JsonObject { ["type"] = "array", ["items"] = item });
        }

        if (!option.IsRequired)
        {
            forms.Add((JsonNode)new JsonObject { ["type"] = "null" });
        }

        return new JsonObject { ["description"] = description, ["anyOf"] = forms };
    }

    private static JsonObject Value(OptionProperty option, OptionRange? range) =>
        option.Scalar?.Schema(range) ?? Record(option.ValueType, XmlDocumentation.Of(option.Property));
}
