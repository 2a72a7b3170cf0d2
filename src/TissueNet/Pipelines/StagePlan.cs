namespace TissueNet.Pipelines;

/// <summary>One stage of a plan.</summary>
internal sealed record StagePlan
{
    /// <summary>Unique id; the stage's name unless <c>id:</c> says otherwise.</summary>
    public required string Id { get; init; }

    /// <summary>The stage's class and its ports.</summary>
    public required StageDescriptor Descriptor { get; init; }

    /// <summary>The checked options record; null for a stage without options.</summary>
    public object? Options { get; init; }

    /// <summary>Positions in <see cref="PipelinePlan.Stages"/> of the stages it reads from; empty when it takes slides' files.</summary>
    public IReadOnlyList<int> From { get; init; } = [];

    /// <summary>Calls at once. 1 or more.</summary>
    public int Parallel { get; init; } = 1;

    /// <summary>Items that may wait for it, beside those being processed. 1 or more; default 16.</summary>
    public int Buffer { get; init; } = DefaultBuffer;

    /// <summary>Items per batch; 1 for stages that take single items.</summary>
    public int Batch { get; init; } = 1;

    /// <summary>How long an incomplete batch waits for more. Default 500 ms.</summary>
    public TimeSpan MaxWait { get; init; } = DefaultMaxWait;

    /// <summary>The default of <see cref="Buffer"/>.</summary>
    public const int DefaultBuffer = 16;

    /// <summary>The default of <c>batch:</c> for batch stages.</summary>
    public const int DefaultBatch = 32;

    /// <summary>The default of <see cref="MaxWait"/>.</summary>
    public static TimeSpan DefaultMaxWait { get; } = TimeSpan.FromMilliseconds(500);
}
