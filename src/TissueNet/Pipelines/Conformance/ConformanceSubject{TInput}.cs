using TissueNet.Stages;

namespace TissueNet.Pipelines.Conformance;

/// <summary>A stage to be checked by <see cref="StageConformance"/>, with inputs for it.</summary>
/// <typeparam name="TInput">Payload the stage takes.</typeparam>
public sealed record ConformanceSubject<TInput>
    where TInput : class, IPayload
{
    /// <summary>Makes a fresh stage; called once per check.</summary>
    public required Func<StageContext, IStage> Create { get; init; }

    /// <summary>
    /// Makes the inputs of a slide, the same ones at each call, up to a dozen or so. Resources that must outlive the items go to
    /// the scope by <see cref="SlideScope.Own"/>; payloads that stages upstream would have made go there by <see cref="SlideScope.Keep"/>.
    /// </summary>
    public required Func<SlideScope, IPixelPool, CancellationToken, IAsyncEnumerable<TInput>> Inputs { get; init; }

    /// <summary>Items per batch, for batch stages. 1 or more; default 4.</summary>
    public int Batch { get; init; } = 4;

    /// <summary>Bytes of pixel memory. Default 256 MiB.</summary>
    public long Memory { get; init; } = 256L << 20;

    /// <summary>Path of the slide file that the scopes carry, for stages that open it. Default none.</summary>
    public string SlidePath { get; init; } = "";

    /// <summary>Folder for outputs, for stages that write. Default none.</summary>
    public string OutputDirectory { get; init; } = "";

    /// <summary>How long any check may take before it counts as hung. Default 60 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);
}
