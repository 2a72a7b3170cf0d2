using System.Collections.Concurrent;
using TissueNet.Pipelines.Graph;
using TissueNet.Stages;

namespace TissueNet.Pipelines.Conformance;

/// <summary>One check: a graph of feeder, subject and consumer, run under one set of circumstances.</summary>
internal sealed record ConformanceRun<TInput, TOutput>(ConformanceSubject<TInput> Subject, string Name, List<string> Violations)
    where TInput : class, IPayload
    where TOutput : class, IPayload
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<int>> outputs = new();

    public int Parallel { get; init; } = 1;

    public bool SlowConsumer { get; init; }

    public bool WithInputs { get; init; } = true;

    public int? FailSlide { get; init; }

    public bool StopHalfWay { get; init; }

    private bool IsDisturbed => FailSlide is not null || StopHalfWay;

    public async Task RunAsync(int slides, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var pool = new PixelPool(Subject.Memory);
        PipelineGraph graph = Build(pool, stop);
        SlideScope[] scopes = [.. Enumerable.Range(0, slides).Select(i => new SlideScope(i, $"slide-{i}", Subject.SlidePath, stop.Token))];
        Task work = RunSlidesAsync(graph, scopes, cancellation);
        if (await Task.WhenAny(work, Task.Delay(Subject.Timeout, cancellation)) != work)
        {
            string holders = string.Join(", ", scopes.SelectMany(graph.WhatHolds));
            Violations.Add($"{Name}: not done after {Subject.Timeout.TotalSeconds:0} s; held by {holders}.");
            return;
        }

        await work;
        await graph.CompleteAsync();
        foreach (SlideScope scope in scopes)
        {
            if (scope.Failure is { } failure && scope.Index != FailSlide)
            {
                Violations.Add($"{Name}: {scope.Name} failed: {failure}");
            }

            scope.Dispose();
        }

        Check(graph);
        await graph.DisposeAsync();
        if (pool.LeaseCount != 0)
        {
            Violations.Add($"{Name}: {pool.LeaseCount} leases ({pool.LeasedBytes} bytes) were not returned, the stage's disposal included.");
        }
    }

    /// <summary>How the outputs differ from those of another run, slide by slide.</summary>
    public IEnumerable<string> DifferencesFrom(ConformanceRun<TInput, TOutput> other)
    {
        int[] expected = [.. other.outputs.GetValueOrDefault("slide-0", []).Order()];
        foreach ((string slide, ConcurrentQueue<int> indices) in outputs)
        {
            if (!indices.Order().SequenceEqual(expected))
            {
                yield return $"{Name}: {slide} gave {indices.Count} items, alone it gave {expected.Length}, or they are of other regions.";
            }
        }
    }

    private async Task RunSlidesAsync(PipelineGraph graph, SlideScope[] scopes, CancellationToken cancellation)
    {
        try
        {
            await graph.OpenAsync(cancellation);
        }
        catch (StageOpenException exception)
        {
            Violations.Add($"{Name}: it does not open: {exception.Message}");
            return;
        }

        await Task.WhenAll(scopes.Select(s => graph.ProcessAsync(new ConformanceSeed(s))));
    }

    private void Check(PipelineGraph graph)
    {
        StageCounters counters = graph.Nodes[1].Metrics.Snapshot();
        if (counters.Failed > 0 && !IsDisturbed)
        {
            Violations.Add($"{Name}: it failed on {counters.Failed} of {counters.Received} items.");
        }

        long settled = counters.Completed + counters.Filtered + counters.Discarded + counters.Failed;
        if (settled != counters.Received)
        {
            Violations.Add($"{Name}: {counters.Received} items arrived, {settled} are accounted for.");
        }
    }

    private PipelineGraph Build(PixelPool pool, CancellationTokenSource stop)
    {
        StageDescriptor feeder = StageConformance.Describe(typeof(Feeder), typeof(ConformanceSeed), typeof(TInput));
        StageDescriptor consumer = StageConformance.Describe(typeof(Consumer), typeof(TOutput), typeof(TOutput));
        var context = new StageContext { Id = "subject", Pool = pool, BaseDirectory = "", OutputDirectory = Subject.OutputDirectory };
        IStage instance = Subject.Create(context with { Parallel = Parallel, Batch = Subject.Batch });
        StageDescriptor subject = StageConformance.Describe(instance.GetType(), typeof(TInput), typeof(TOutput));
        StagePlan[] stages =
        [
            new() { Id = "feeder", Descriptor = feeder },
            new() { Id = "subject", Descriptor = subject, From = [0], Parallel = Math.Min(Parallel, subject.MaxParallel), Buffer = 2, Batch = subject.IsBatch ? Subject.Batch : 1 },
            new() { Id = "consumer", Descriptor = consumer, From = [1], Buffer = 1 },
        ];
        return PipelineGraph.Build(
            new PipelinePlan
            {
                Name = "conformance",
                Path = "",
                Text = "",
                Hash = "",
                Slides = new SlideSelection { Paths = [] },
                Run = new RunPlan { OnError = new ErrorPolicy { MaxFailedPatches = new Share(1) } },
                Stages = stages,
                Reports = [],
            },
            new GraphServices
            {
                CreateStage = (plan, c) => plan.Id switch
                {
                    "feeder" => new Feeder(this, c.Pool, stop),
                    "subject" => instance,
                    _ => new Consumer(this),
                },
                CreateReport = (_, _) => throw new NotSupportedException("Conformance graphs have no reports."),
                Pool = pool,
                Stop = stop,
            });
    }

    private sealed class Feeder(ConformanceRun<TInput, TOutput> run, IPixelPool pool, CancellationTokenSource stop) : IStage<ConformanceSeed, TInput>
    {
        public async ValueTask ProcessAsync(ConformanceSeed item, IStageOutput<TInput> output, CancellationToken cancellation)
        {
            int fed = 0;
            await foreach (TInput input in run.Subject.Inputs(item.Scope, pool, cancellation))
            {
                if (!run.WithInputs)
                {
                    (input as LeasedPayload)?.Dispose();
                    continue;
                }

                await output.EmitAsync(input, cancellation);
                if (++fed == 3 && run.FailSlide == item.Scope.Index)
                {
                    item.Scope.Fail(new StageFailure("feeder", "failed on purpose", null, null, null));
                }

                if (fed == 3 && run.StopHalfWay)
                {
                    await stop.CancelAsync();
                }
            }
        }
    }

    private sealed class Consumer(ConformanceRun<TInput, TOutput> run) : IStage<TOutput, TOutput>
    {
        public async ValueTask ProcessAsync(TOutput item, IStageOutput<TOutput> output, CancellationToken cancellation)
        {
            run.outputs.GetOrAdd(item.Scope.Name, _ => new()).Enqueue((item as IPatchPayload)?.Index ?? 0);
            if (run.SlowConsumer)
            {
                await Task.Delay(2, CancellationToken.None);
            }
        }
    }
}
