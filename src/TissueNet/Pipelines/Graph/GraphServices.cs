using Microsoft.Extensions.Logging;
using TissueNet.Stages;

namespace TissueNet.Pipelines.Graph;

/// <summary>What a graph is built with, beside its plan.</summary>
internal sealed record GraphServices
{
    /// <summary>Makes a stage.</summary>
    public required Func<StagePlan, StageContext, IStage> CreateStage { get; init; }

    /// <summary>Makes a report.</summary>
    public required Func<ReportPlan, StageContext, IReport> CreateReport { get; init; }

    /// <summary>Wraps a stage's invoker, given its position in the plan: for measuring. Default none.</summary>
    public Func<int, StageInvoker, StageInvoker>? DecorateInvoker { get; init; }

    /// <summary>The run's pixel memory.</summary>
    public required PixelPool Pool { get; init; }

    /// <summary>Cancelled to stop the run; a slide's scope is linked to it.</summary>
    public required CancellationTokenSource Stop { get; init; }

    /// <summary>Folder for outputs.</summary>
    public string OutputDirectory { get; init; } = "";

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where failures are logged.</summary>
    public ILogger Logger { get; init; } = Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;
}
