using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TissueNet.Pipelines.Graph;
using TissueNet.Reports;
using TissueNet.Slides;
using TissueNet.Stages;

namespace TissueNet.Hosting;

/// <summary>Runs a plan over its slides.</summary>
/// <param name="services">The host's services, for stages that want them.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where failures are logged; null for nowhere.</param>
internal sealed class PipelineRunner(IServiceProvider services, TimeProvider time, ILogger<PipelineRunner>? logger = null)
{
    private readonly List<ModelFile> models = [];
    private RunState? state;

    /// <summary>How far the run is; null before it has begun.</summary>
    public RunProgress? Progress => Volatile.Read(ref state)?.Snapshot();

    /// <summary>The graph of the current run, for measuring; null before it has begun.</summary>
    public PipelineGraph? Graph { get; private set; }

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
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var pool = new PixelPool(request.Plan.Run.Memory.Bytes);
        PipelineGraph graph = Build(request, pool, stopping);
        Graph = graph;
        bool drained = false;
        try
        {
            await OpenAsync(graph, stopping.Token);
            using var reports = new ReportSequence(graph);
            drained = await RunSlidesAsync(request, slides, run, graph, reports, stopping);
            if (drained)
            {
                await graph.CompleteAsync();
            }

            var outcome = new RunOutcome
            {
                Pipeline = request.Plan.Name,
                Started = run.Started,
                Ended = time.GetUtcNow(),
                Slides = run.Outcomes,
                Stages = graph.Snapshot(),
                WasStopped = stopping.IsCancellationRequested,
                PeakLeasedBytes = pool.PeakLeasedBytes,
            };
            await reports.EndRunAsync(outcome);
            return outcome;
        }
        finally
        {
            // A stage that never returned still uses its memory and models: they are left to the end of the process.
            if (drained || run.InFlight.Count == 0)
            {
                await graph.DisposeAsync();
            }
        }
    }

    private static async Task<bool> FinishedWithin(Task work, Task limit) => await Task.WhenAny(work, limit) == work;

    // Synchronous stage code holds its thread; below this minimum the pool would add threads at one or two a second only.
    private static void RaiseThreadMinimum(RunRequest request)
    {
        int wanted = request.Plan.Stages.Sum(s => s.Parallel) + request.Plan.Run.OpenSlides + Environment.ProcessorCount;
        ThreadPool.GetMinThreads(out int workers, out int completion);
        ThreadPool.SetMinThreads(Math.Max(workers, wanted), completion);
    }

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
            Logger = logger ?? (ILogger)NullLogger.Instance,
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

    private async Task<bool> RunSlidesAsync(
        RunRequest request,
        IReadOnlyList<(string Path, string Name)> slides,
        RunState run,
        PipelineGraph graph,
        ReportSequence reports,
        CancellationTokenSource stopping)
    {
        using var gate = new SemaphoreSlim(request.Plan.Run.OpenSlides);
        List<Task> running = [];
        for (int i = 0; i < slides.Count; i++)
        {
            var scope = new SlideScope(i, slides[i].Name, slides[i].Path, stopping.Token);
            bool entered = await EnterAsync(gate, stopping.Token);
            if (!entered)
            {
                await EndAsync(Skipped(scope, "The run was stopped before this slide was begun."));
                continue;
            }

            run.Begin(scope);
            running.RemoveAll(t => t.IsCompletedSuccessfully);
            running.Add(Task.Run(() => ProcessAsync(scope), CancellationToken.None));
        }

        Task all = Task.WhenAll(running);
        using var finished = new CancellationTokenSource();
        if (await FinishedWithin(all, DrainLimitAsync(request.Plan.Run.Drain, stopping.Token, finished.Token)))
        {
            await finished.CancelAsync();
            await all;
            return true;
        }

        foreach (SlideScope scope in run.InFlight)
        {
            string holders = string.Join(", ", graph.WhatHolds(scope));
            await EndAsync(Skipped(scope, $"The run was stopped, but these did not let go within {request.Plan.Run.Drain.TotalSeconds:0.#} s: {holders}."));
        }

        return false;

        async Task ProcessAsync(SlideScope scope)
        {
            long begun = time.GetTimestamp();
            await graph.ProcessAsync(new SlideFile(scope));
            await EndAsync(Outcome(scope, time.GetElapsedTime(begun)));
            scope.Dispose();
            gate.Release();
        }

        async Task EndAsync(SlideOutcome outcome) => run.End(await reports.EndSlideAsync(outcome, request.SlideFinished));
    }

    private async Task DrainLimitAsync(TimeSpan drain, CancellationToken stop, CancellationToken finished)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, finished);
        await Task.Delay(Timeout.InfiniteTimeSpan, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.Delay(drain, time, finished).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static async Task<bool> EnterAsync(SemaphoreSlim gate, CancellationToken stop)
    {
        try
        {
            await gate.WaitAsync(stop);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static SlideOutcome Outcome(SlideScope scope, TimeSpan duration) =>
        scope.Failure is { } failure ? new(scope, SlideStatus.Failed, failure, duration)
        : scope.IsPoisoned ? Skipped(scope, "The run was stopped while this slide was in flight.") with { Duration = duration }
        : new(scope, SlideStatus.Succeeded, null, duration);

    private static SlideOutcome Skipped(SlideScope scope, string why) =>
        new(scope, SlideStatus.Skipped, new StageFailure("run", why, "Run it again.", null, null), TimeSpan.Zero);
}
