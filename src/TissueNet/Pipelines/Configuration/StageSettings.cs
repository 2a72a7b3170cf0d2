using System.ComponentModel.DataAnnotations;

namespace TissueNet.Pipelines.Configuration;

/// <summary>The keys beside a stage's name, which the engine reads.</summary>
internal sealed record StageSettings
{
    /// <summary>The ids' key.</summary>
    public const string IdKey = "id";

    /// <summary>The inputs' key.</summary>
    public const string FromKey = "from";

    /// <summary>Unique id of the stage. Default: its name.</summary>
    public string? Id { get; init; }

    /// <summary>Ids of the stages it reads from; <c>slides</c> stands for the slides' files. Default: the stage before it.</summary>
    public IReadOnlyList<string>? From { get; init; }

    /// <summary>Calls at once. 1–256; the default is the stage's own.</summary>
    [Range(1, 256)]
    public int? Parallel { get; init; }

    /// <summary>Items that may wait for it. 1–100000; default 16, unless the stage says otherwise.</summary>
    [Range(1, 100_000)]
    public int? Buffer { get; init; }

    /// <summary>Items per batch, for stages that take batches. 1–4096; default 32.</summary>
    [Range(1, 4096)]
    public int? Batch { get; init; }

    /// <summary>How long an incomplete batch waits for more. 1 ms to 1 h; default 500 ms.</summary>
    [Range(0.001, 3600)]
    public TimeSpan? MaxWait { get; init; }
}
