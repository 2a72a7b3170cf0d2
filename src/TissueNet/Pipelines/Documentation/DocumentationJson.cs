using System.Text.Json.Nodes;

namespace TissueNet.Pipelines.Documentation;

/// <summary>The JSON of options; a stable contract.</summary>
internal static class DocumentationJson
{
    /// <summary>An array with one object per option.</summary>
    public static JsonArray Options(IReadOnlyList<OptionDescription> options) => new([.. options.Select(Option)]);

    private static JsonObject Option(OptionDescription option) => new()
    {
        ["name"] = option.Name,
        ["type"] = option.Type,
        ["unit"] = option.Unit,
        ["range"] = option.Range,
        ["default"] = option.Default,
        ["required"] = option.IsRequired,
        ["values"] = new JsonArray([.. option.Values.Select(v => JsonValue.Create(v))]),
        ["description"] = option.Description,
    };
}
