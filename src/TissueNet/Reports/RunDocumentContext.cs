using System.Text.Json.Serialization;

namespace TissueNet.Reports;

/// <summary>How <c>run.json</c> is spelled.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(RunDocument))]
internal sealed partial class RunDocumentContext : JsonSerializerContext;
