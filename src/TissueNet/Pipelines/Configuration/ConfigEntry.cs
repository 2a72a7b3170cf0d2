namespace TissueNet.Pipelines.Configuration;

/// <summary>A key with its value.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">The value.</param>
internal sealed record ConfigEntry(ConfigScalar Key, ConfigNode Value)
{
    /// <summary>The key's text.</summary>
    public string Name => Key.Text;
}
