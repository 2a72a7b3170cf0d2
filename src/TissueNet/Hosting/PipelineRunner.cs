using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TissueNet.Pipelines.Graph;
using TissueNet.Reports;
using TissueNet.Stages;

namespace TissueNet.Hosting;

/// <summary>Runs a plan over its slides.</summary>
/// <param name="services">The host's services, for stages that want them.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where failures are logged; null for nowhere.</param>
internal sealed class PipelineRunner(IServiceProvider services, TimeProvider time, ILogger<PipelineRunner>? logger = null)
{
    private readonly ILogger log = logger ?? (ILogger)NullLogger.Instance;
    private readonly List<ModelFile> models = [];
    private RunState? state;

    /// <summary>How far the run is; null before it has begun.</summary>
    public RunProgress? Progress => Volatile.Read(ref state)?.Snapshot();

    /// <summary>Told when all stages have been opened and before the first slide is.</summary>
    public Func<PipelineGraph, Task>? Opened { get; set; }

    /// <summary>Runs all slides.</summary>
    /// <param name="request">What to run.</param>
    /// <param name="stop">Stops the run: slides in flight are dropped within the drain time, and reported as skipped.</param>
    /// <exception cref="SlideSelectionException">There are no slides.</exception>
    /// <exception cref="EnvironmentUnusableException">A stage or report could not be prepared, or a report could not be written.</exception>
    public async Task<RunOutcome> RunAsync(RunRequest request, CancellationToken stop)
    {
        IReadOnlyList<(string Path, string Name)> slides = SlideDiscovery.Find(request.Plan.Slides);
        slides = [.. slides.Take(request.Limit ?? int.MaxValue)];
        RaiseThreadMinimum(request);
        var run = new RunState(slides.Count, time);
        Volatile.Write(ref state, run);

        // Not disposed with a `using`: what an abandoned stage still touches is left to the end of the process.
        var stopping = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var limit = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        stopping.Token.UnsafeRegister(_ => limit.CancelAfter(request.Plan.Run.Drain), null);
        var pool = new PixelPool(request.Plan.Run.Memory.Bytes);
        PipelineGraph graph = Build(request, pool, stopping);
        var reports = new ReportSequence(graph);
        bool abandoned = false;
        try
        {
            await OpenAsync(graph, stopping.Token);
            ExceptionDispatchInfo? crash = null;
            try
            {
                abandoned = !await new SlideLoop(graph, run, reports, request, time, log).RunAsync(slides, stopping.Token, limit.Token);
                if (!abandoned)
                {
                    await graph.CompleteAsync();
                }
            }
            catch (Exception exception)
            {
                // The engine has lost count, so stages may still be at work.
                crash = ExceptionDispatchInfo.Capture(exception);
                abandoned = true;
            }

            RunOutcome outcome = Outcome(request, run, graph, pool, stopping.IsCancellationRequested);
            await reports.EndRunAsync(outcome, time);
            crash?.Throw();
            return outcome;
        }
        finally
        {
            if (!abandoned)
            {
                await CloseAsync(graph, pool);
                reports.Dispose();
                stopping.Dispose();
                limit.Dispose();
            }
        }
    }

    // Synchronous stage code holds its thread; below this minimum the pool would add threads at one or two a second only.
    private static void RaiseThreadMinimum(RunRequest request)
    {
        int wanted = request.Plan.Stages.Sum(s => s.Parallel) + request.Plan.Run.OpenSlides + Environment.ProcessorCount;
        ThreadPool.GetMinThreads(out int workers, out int completion);
        ThreadPool.SetMinThreads(Math.Max(workers, wanted), completion);
    }

    private RunOutcome Outcome(RunRequest request, RunState run, PipelineGraph graph, PixelPool pool, bool wasStopped) => new()
    {
        Pipeline = request.Plan.Name,
        Started = run.Started,
        Ended = time.GetUtcNow(),
        Slides = run.Outcomes,
        Stages = graph.Snapshot(),
        WasStopped = wasStopped,
        PeakLeasedBytes = pool.PeakLeasedBytes,
    };

    private PipelineGraph Build(RunRequest request, PixelPool pool, CancellationTokenSource stopping)
    {
        var factory = new StageFactory(services, RunManifestFactory.Create(request.Plan, models), time);
        return PipelineGraph.Build(request.Plan, new GraphServices
        {
            CreateStage = (plan, context) => factory.Create<IStage>(plan.Descriptor.Type, plan.Options, context),
            CreateReport = (plan, context) => factory.Create<IReport>(plan.Descriptor.Type, plan.Options, context),
            DecorateInvoker = request.DecorateInvoker,
            Pool = pool,
            Stop = stopping,
            OutputDirectory = Path.GetFullPath(request.OutputDirectory),
            Time = time,
            Logger = log,
        });
    }

    private async Task OpenAsync(PipelineGraph graph, CancellationToken stop)
    {
        try
        {
            await graph.OpenAsync(stop);
            RunManifestFactory.AddModels(models, graph);
            await (Opened?.Invoke(graph) ?? Task.CompletedTask);
        }
        catch (StageOpenException exception)
        {
            throw new EnvironmentUnusableException(exception.Message, exception);
        }
    }

    // All results are written by now: a stage that cannot be closed is no reason to call the run failed.
    private async Task CloseAsync(PipelineGraph graph, PixelPool pool)
    {
        try
        {
            await graph.DisposeAsync();
        }
        catch (AggregateException exception)
        {
            log.LogError(exception, "Stages could not be closed.");
        }

        pool.Dispose();
    }
}
