using System.Text.Json.Nodes;

namespace TissueNet.Pipelines.Documentation;

/// <summary>A stage as users see it; what <c>tissuenet stages</c> prints.</summary>
internal sealed record StageDocumentation
{
    /// <summary>Name in pipeline files.</summary>
    public required string Name { get; init; }

    /// <summary>First sentence about it.</summary>
    public required string Summary { get; init; }

    /// <summary>All that is said about it.</summary>
    public required string Description { get; init; }

    /// <summary>Payload it takes.</summary>
    public required string Input { get; init; }

    /// <summary>Payload it gives.</summary>
    public required string Output { get; init; }

    /// <summary>Whether it takes batches.</summary>
    public required bool IsBatch { get; init; }

    /// <summary>Calls at once by default.</summary>
    public required int Parallel { get; init; }

    /// <summary>The most calls at once; null when there is no limit.</summary>
    public required int? MaxParallel { get; init; }

    /// <summary>Items that may wait for it by default.</summary>
    public required int Buffer { get; init; }

    /// <summary>An entry of <c>stages:</c>, without the dash.</summary>
    public required string Example { get; init; }

    /// <summary>Its options.</summary>
    public required IReadOnlyList<OptionDescription> Options { get; init; }

    /// <summary>Documents a stage.</summary>
    public static StageDocumentation Of(StageDescriptor stage)
    {
        string description = XmlDocumentation.Of(stage.Type);
        return new StageDocumentation
        {
            Name = stage.Name,
            Summary = XmlDocumentation.FirstSentence(description),
            Description = description,
            Input = stage.Input.Name,
            Output = stage.Output.Name,
            IsBatch = stage.IsBatch,
            Parallel = stage.DefaultParallel,
            MaxParallel = stage.MaxParallel == int.MaxValue ? null : stage.MaxParallel,
            Buffer = stage.DefaultBuffer,
            Example = stage.Example ?? stage.Name,
            Options = OptionsDescriber.Describe(stage.OptionsType),
        };
    }

    /// <summary>The shape of <c>stages --json</c>.</summary>
    public JsonObject ToJson() => new()
    {
        ["name"] = Name,
        ["summary"] = Summary,
        ["input"] = Input,
        ["output"] = Output,
        ["batch"] = IsBatch,
        ["parallel"] = Parallel,
        ["max_parallel"] = MaxParallel,
        ["buffer"] = Buffer,
        ["example"] = Example,
        ["options"] = DocumentationJson.Options(Options),
    };
}
