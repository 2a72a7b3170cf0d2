using System.Text.Json.Nodes;
using TissueNet.Pipelines.Binding;
using TissueNet.Pipelines.Configuration;

namespace TissueNet.Pipelines.Documentation;

/// <summary>JSON Schema (draft-07, which editors' YAML support knows best) of pipeline files, from the catalog.</summary>
internal static class PipelineSchema
{
    /// <summary>Writes the schema.</summary>
    public static JsonObject Write(StageCatalog catalog) => new()
    {
        ["$schema"] = "http://json-schema.org/draft-07/schema#",
        ["title"] = "TissueNet pipeline",
        ["type"] = "object",
        ["additionalProperties"] = false,
        ["required"] = new JsonArray("stages"),
        ["properties"] = new JsonObject
        {
            ["name"] = Described(Text(), "Name of the pipeline; default the file's name."),
            ["slides"] = OrNull(OptionsSchema.Record(typeof(SlidesSection), "Which files are slides.")),
            ["run"] = OrNull(OptionsSchema.Record(typeof(RunPlan), "Limits and policies.")),
            ["plugins"] = Described(OneOrMany(Text()), "DLLs with stages and reports of your own."),
            ["stages"] = Described(OneOrMany(Entries(Stages(catalog))), "The stages; each reads from the one before it unless 'from' says otherwise."),
            ["reports"] = Described(OneOrMany(Entries(Reports(catalog))), "What a run leaves behind."),
        },
        ["definitions"] = new JsonObject { [OptionsSchema.Variable] = OptionsSchema.VariableDefinition },
    };

    private static IEnumerable<EntrySchema> Stages(StageCatalog catalog) => catalog.Stages.Select(s => new EntrySchema(
        s.Name, XmlDocumentation.Of(s.Type), s.OptionsType,
        [.. OptionProperty.Of(typeof(StageSettings)).Where(o => s.IsBatch || o.Name is not ("batch" or "max_wait"))],
        s.MaxParallel));

    private static IEnumerable<EntrySchema> Reports(StageCatalog catalog) => catalog.Reports.Select(r => new EntrySchema(
        r.Name, XmlDocumentation.Of(r.Type), r.OptionsType,
        [.. OptionProperty.Of(typeof(ReportSettings)).Where(_ => r.Input is not null)],
        int.MaxValue));

    private static JsonObject Entries(IEnumerable<EntrySchema> entries)
    {
        var forms = new JsonArray();
        foreach (EntrySchema entry in entries)
        {
            if (!entry.NeedsOptions)
            {
                forms.Add((JsonNode)Described(new JsonObject { ["enum"] = new JsonArray(entry.Name) }, entry.Description));
            }

            forms.Add((JsonNode)entry.Write());
        }

        return new JsonObject { ["oneOf"] = forms };
    }

    private static JsonObject OneOrMany(JsonObject item) =>
        new() { ["anyOf"] = new JsonArray(new JsonObject { ["type"] = "array", ["items"] = item }, item.DeepClone(), new JsonObject { ["type"] = "null" }) };

    private static JsonObject OrNull(JsonObject schema) => new() { ["anyOf"] = new JsonArray(schema, new JsonObject { ["type"] = "null" }) };

    private static JsonObject Text() => new() { ["type"] = new JsonArray("string", "number", "boolean") };

    private static JsonObject Described(JsonObject schema, string description)
    {
        schema["description"] = description;
        return schema;
    }
}
