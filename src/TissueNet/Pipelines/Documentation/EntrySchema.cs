using System.Text.Json.Nodes;
using TissueNet.Pipelines.Binding;

namespace TissueNet.Pipelines.Documentation;

/// <summary>The schema of a stage or report with its settings beside it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it does.</param>
/// <param name="Options">Its options record; null when it has none.</param>
/// <param name="Settings">The keys beside its name.</param>
/// <param name="MaxParallel">The most calls at once.</param>
internal sealed record EntrySchema(string Name, string Description, Type? Options, IReadOnlyList<OptionProperty> Settings, int MaxParallel)
{
    /// <summary>Whether it cannot go without options.</summary>
    public bool NeedsOptions => Options is not null && OptionProperty.Of(Options).Any(o => o.IsRequired);

    /// <summary>Writes the schema of the entry as a map.</summary>
    public JsonObject Write()
    {
        JsonObject options = Options is null
            ? new JsonObject { ["type"] = "object", ["additionalProperties"] = false, ["description"] = Description }
            : OptionsSchema.Record(Options, Description);
        var properties = new JsonObject
        {
            [Name] = NeedsOptions ? options : new JsonObject { ["anyOf"] = new JsonArray(options, new JsonObject { ["type"] = "null" }), ["description"] = Description },
        };
        foreach (OptionProperty setting in Settings)
        {
            bool isLimited = MaxParallel < 256 && setting.Name is "parallel";
            properties[setting.Name] = OptionsSchema.Option(setting, isLimited ? new OptionRange(1, MaxParallel) : setting.Range);
        }

        return new JsonObject
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = new JsonArray(Name),
            ["additionalProperties"] = false,
        };
    }
}
