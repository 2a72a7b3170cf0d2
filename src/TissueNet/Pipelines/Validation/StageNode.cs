using TissueNet.Pipelines.Configuration;

namespace TissueNet.Pipelines.Validation;

/// <summary>A stage while it is being checked.</summary>
/// <param name="config">The entry as written.</param>
internal sealed class StageNode(EntryConfig config)
{
    /// <summary>The entry as written.</summary>
    public EntryConfig Config { get; } = config;

    /// <summary>Its id.</summary>
    public string Id { get; } = config.Id;

    /// <summary>The stage in the catalog; null when it is unknown.</summary>
    public StageDescriptor? Descriptor { get; init; }

    /// <summary>Its options, faults left at their defaults.</summary>
    public object? Options { get; init; }

    /// <summary>The keys that the engine reads.</summary>
    public required StageSettings Settings { get; init; }

    /// <summary>Stages it reads from, each with the place that says so.</summary>
    public List<(StageNode Stage, SourcePosition At)> Inputs { get; } = [];

    /// <summary>Set where it reads the slides' files.</summary>
    public SourcePosition? ReadsSlidesAt { get; set; }

    /// <summary>Calls at once.</summary>
    public int Parallel => Settings.Parallel ?? Descriptor?.DefaultParallel ?? 1;

    /// <summary>Items that may wait for it.</summary>
    public int Buffer => Settings.Buffer ?? Descriptor?.DefaultBuffer ?? StagePlan.DefaultBuffer;

    /// <summary>Items per batch.</summary>
    public int Batch => Descriptor?.IsBatch == true ? Settings.Batch ?? StagePlan.DefaultBatch : 1;

    /// <summary>Where a setting stands; null when it is not given.</summary>
    public ConfigEntry? Setting(string key) => Config.Settings.Find(key);
}
