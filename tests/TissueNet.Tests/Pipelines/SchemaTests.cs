using System.Globalization;
using System.Text.Json.Nodes;
using NJsonSchema;
using TissueNet.Pipelines.Documentation;
using TissueNet.Tests.Pipelines.Fakes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace TissueNet.Tests.Pipelines;

public class SchemaTests
{
    public static TheoryData<string> Good => new(LintCase.Names.Where(n => LintCase.Read(n).Expect.All(e => e.Severity != "error")));

    public static TheoryData<string> Bad => new(LintCase.Names.Where(n =>
        LintCase.Read(n) is { Overrides.Count: 0 } lint && lint.Expect.Any(e => e.Code is "unknown_key" or "unknown_value" or "missing_unit" or "unknown_stage" or "unknown_report" or "not_batched")));

    [Theory]
    [MemberData(nameof(Good))]
    public async Task Schema_GoodCase_Accepts(string name) => (await Errors(LintCase.Read(name).Pipeline)).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task Schema_BadCase_Rejects(string name) => (await Errors(LintCase.Read(name).Pipeline)).ShouldNotBeEmpty();

    [Fact]
    public async Task Schema_Sample_Accepts() => (await Errors(SamplePipeline.Text)).ShouldBeEmpty();

    [Fact]
    public void Schema_Options_CarryDescriptionsAndDefaults()
    {
        string schema = PipelineSchema.Write(FakeCatalog.Instance).ToJsonString();
        schema.ShouldContain("Separates tissue from glass");
        schema.ShouldContain("Resolution at which the mask is made.");
        schema.ShouldContain("(default: 8)");
    }

    private static async Task<IEnumerable<string>> Errors(string yaml)
    {
        JsonSchema schema = await JsonSchema.FromJsonAsync(PipelineSchema.Write(FakeCatalog.Instance).ToJsonString(), TestContext.Current.CancellationToken);
        var stream = new YamlStream();
        using var text = new StringReader(yaml);
        stream.Load(text);
        return schema.Validate(Json(stream.Documents[0].RootNode)!.ToJsonString()).Select(e => e.ToString());
    }

    // As editors read YAML: plain scalars by the core schema.
    private static JsonNode? Json(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(c => KeyValuePair.Create(c.Key.ToString(), Json(c.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Json)]),
        YamlScalarNode { Style: not ScalarStyle.Plain } text => JsonValue.Create(text.Value),
        YamlScalarNode { Value: null or "" or "~" or "null" } => null,
        YamlScalarNode { Value: "true" or "false" } flag => JsonValue.Create(flag.Value == "true"),
        YamlScalarNode plain when long.TryParse(plain.Value, out long whole) => JsonValue.Create(whole),
        YamlScalarNode plain when double.TryParse(plain.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) => JsonValue.Create(number),
        _ => JsonValue.Create(node.ToString()),
    };
}
