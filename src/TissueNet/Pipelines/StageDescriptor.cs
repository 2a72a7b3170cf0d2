namespace TissueNet.Pipelines;

/// <summary>A stage as found in an assembly.</summary>
/// <param name="Name">Name in pipeline files.</param>
/// <param name="Type">Its class.</param>
/// <param name="Input">Payload it takes.</param>
/// <param name="Output">Payload it emits.</param>
/// <param name="IsBatch">Whether it takes lists.</param>
/// <param name="OptionsType">Its nested options record; null when it has none.</param>
/// <param name="DefaultParallel">Calls at once unless the file says otherwise.</param>
/// <param name="MaxParallel">The most calls at once.</param>
/// <param name="Example">An entry of <c>stages:</c> as an example.</param>
internal sealed record StageDescriptor(
    string Name,
    Type Type,
    Type Input,
    Type Output,
    bool IsBatch,
    Type? OptionsType,
    int DefaultParallel,
    int MaxParallel,
    string? Example)
{
    /// <summary>Items that may wait for it unless the file says otherwise.</summary>
    public int DefaultBuffer { get; init; } = StagePlan.DefaultBuffer;
}
