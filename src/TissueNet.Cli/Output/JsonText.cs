using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TissueNet.Cli.Output;

/// <summary>The machine-readable form of every command: snake_case, nulls kept so that shapes do not change with content.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions Compact = new(JsonSerializerDefaults.General)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // µ and paths stay readable; the output is not HTML
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    private static readonly JsonSerializerOptions Indented = new(Compact) { WriteIndented = true };

    /// <summary>One line, for streams of events.</summary>
    public static string Line<T>(T value) => JsonSerializer.Serialize(value, Compact);

    /// <summary>Indented, for a whole answer.</summary>
    public static string Document<T>(T value) => JsonSerializer.Serialize(value, Indented);
}
