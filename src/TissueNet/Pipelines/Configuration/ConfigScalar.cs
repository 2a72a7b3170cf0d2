namespace TissueNet.Pipelines.Configuration;

/// <summary>A single value.</summary>
/// <param name="position">Where it begins.</param>
/// <param name="text">Its text, variables filled in.</param>
/// <param name="isPlain">Whether it was written without quotes.</param>
internal sealed class ConfigScalar(SourcePosition position, string text, bool isPlain) : ConfigNode(position)
{
    /// <summary>Its text, variables filled in.</summary>
    public string Text { get; } = text;

    /// <summary>Whether it came, in part or whole, from a variable.</summary>
    public bool IsInterpolated { get; init; }

    /// <summary>Whether a variable in it could not be filled in; that was reported, so whoever reads the value keeps quiet.</summary>
    public bool IsUnresolved { get; init; }

    /// <summary>Whether it can be a number or a switch: a quoted value is text, unless a variable filled it in.</summary>
    public bool IsBare => isPlain || IsInterpolated;

    /// <inheritdoc/>
    public override string Kind => "a single value";

    /// <inheritdoc/>
    public override bool IsNull => isPlain && !IsInterpolated && Text is ("" or "~" or "null" or "Null" or "NULL");
}
