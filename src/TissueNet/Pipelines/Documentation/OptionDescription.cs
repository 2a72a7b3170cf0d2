namespace TissueNet.Pipelines.Documentation;

/// <summary>One option as users see it.</summary>
internal sealed record OptionDescription
{
    /// <summary>Key in YAML; dots lead into nested options.</summary>
    public required string Name { get; init; }

    /// <summary>Kind of value: <c>number</c>, <c>duration</c>, <c>list of words</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Unit or units; null when there is none.</summary>
    public string? Unit { get; init; }

    /// <summary>Range as a phrase; null when there is none.</summary>
    public string? Range { get; init; }

    /// <summary>Default as it would be written; null when there is none.</summary>
    public string? Default { get; init; }

    /// <summary>What it does.</summary>
    public required string Description { get; init; }

    /// <summary>Whether it has to be given.</summary>
    public bool IsRequired { get; init; }

    /// <summary>The values allowed, where they can be listed.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];
}
