using Microsoft.Extensions.Time.Testing;
using TissueNet.Pipelines;
using TissueNet.Stages;

namespace TissueNet.Tests.Pipelines.Graph;

public class PipelineGraphTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Counters_StageThatWaitsForAnotherCall_IsNotBusy()
    {
        await using var graph = new GraphHarness();
        graph.Add("waits", new WaitStage(TimeSpan.FromMilliseconds(300))).Add("passes", new PassStage<Number>()).Build();
        await graph.ProcessAsync(1);
        await graph.FinishAsync();
        StageCounters counters = graph.Counters("waits");
        counters.OutputWaitSeconds.ShouldBeGreaterThan(0.25);
        counters.BusySeconds.ShouldBeLessThan(0.25);
    }

    [Fact]
    public async Task Graph_ChainOfStages_ConservesItemsAndEndsOnce()
    {
        var collect = new CollectStage<Number>();
        await using GraphHarness graph = Chain(collect, count: _ => 100);
        IReadOnlyList<SlideScope> scopes = await graph.ProcessAsync(5);
        foreach (SlideScope scope in scopes)
        {
            scope.Result<Total>().ShouldNotBeNull().Indices.ShouldBe(Enumerable.Range(0, 100));
            collect.Ends[scope.Name].ShouldBe(1);
        }

        await graph.FinishAsync();
    }

    [Fact]
    public async Task Graph_SlideWithoutItems_StillEnds()
    {
        var collect = new CollectStage<Number>();
        await using GraphHarness graph = Chain(collect, count: _ => 0);
        IReadOnlyList<SlideScope> scopes = await graph.ProcessAsync(3);
        scopes.ShouldAllBe(s => s.Result<Total>()!.Indices.Count == 0);
        await graph.FinishAsync();
    }

    [Fact]
    public async Task Graph_PassedOnLeasedItem_IsReleasedOnce()
    {
        await using var graph = new GraphHarness();
        var collect = new CollectStage<Block>();
        graph.Add("expand", new ExpandStage(_ => 50)).Add("lease", new LeaseStage()).Add("pass", new PassStage<Block>(), parallel: 2)
            .Add("collect", collect).Build();
        (await graph.ProcessAsync(2)).ShouldAllBe(s => s.Failure == null && s.Result<Total>()!.Indices.Count == 50);
        await graph.FinishAsync();
    }

    [Fact]
    public async Task Graph_StageDisposesItsInput_FailsTheSlideAndSaysSo()
    {
        await using var graph = new GraphHarness();
        graph.Add("expand", new ExpandStage(_ => 3)).Add("lease", new LeaseStage())
            .Add("greedy", new PassStage<Block>((block, _) =>
            {
                block.Dispose();
                return new(false);
            })).Build();
        SlideScope scope = (await graph.ProcessAsync(1))[0];
        scope.Failure.ShouldNotBeNull().Message.ShouldContain("disposed an item");
        await graph.FinishAsync();
    }

    [Fact]
    public async Task Graph_EmissionAfterTheCall_IsRefused()
    {
        await using var graph = new GraphHarness();
        IStageOutput<Number>? kept = null;
        Number? late = null;
        graph.Add("expand", new ExpandStage(_ => 1)).Add("leaky", new Leaky((n, o) => (late, kept) = (n, o))).Build();
        await graph.ProcessAsync(1);
        (await Should.ThrowAsync<InvalidOperationException>(async () => await kept!.EmitAsync(late!, Cancellation)))
            .Message.ShouldContain("leaky");
        await graph.FinishAsync();
    }

    [Fact]
    public async Task Graph_EmissionNotAwaitedByItsStage_StillReachesAllConsumersBeforeTheEnd()
    {
        // The first consumer is full, so the emission waits there while its stage has long returned and ended.
        await using var graph = new GraphHarness();
        var slow = new CollectStage<Number>();
        var fast = new CollectStage<Number>();
        graph.Add("expand", new ExpandStage(_ => 20))
            .Add("careless", new Careless())
            .Add("hold", new PassStage<Number>(async (_, _) =>
            {
                await Task.Delay(5, Cancellation);
                return true;
            }), buffer: 1, from: "careless")
            .Add("slow", slow, from: "hold")
            .Add("fast", fast, from: "careless")
            .Build();
        SlideScope scope = (await graph.ProcessAsync(1))[0];
        scope.Results<Total>().Select(t => t.Payload.Indices.Count).ShouldBe([20, 20]);
        await graph.FinishAsync();
    }

    [Fact]
    public async Task Graph_FailedPatchesWithinPolicy_SlideSucceeds()
    {
        await using GraphHarness graph = Faulty(new ErrorPolicy { MaxFailedPatches = new Share(0.1) }, failEvery: 20);
        SlideScope scope = (await graph.ProcessAsync(1))[0];
        scope.Failure.ShouldBeNull();
        scope.FailedPatches.ShouldBe(5);
        graph.Counters("faulty").Failed.ShouldBe(5);
        await graph.FinishAsync();
    }

    [Fact]
    public async Task Graph_TooManyFailedPatches_SlideFailsWithTheFirstReason()
    {
        await using GraphHarness graph = Faulty(new ErrorPolicy { MaxFailedPatches = new Share(0.01) }, failEvery: 20);
        SlideScope scope = (await graph.ProcessAsync(1))[0];
        StageFailure failure = scope.Failure.ShouldNotBeNull();
        failure.Message.ShouldContain("of 100 patches failed");
        failure.Message.ShouldContain("bad patch");
        failure.Remedy.ShouldNotBeNull().ShouldContain("max_failed_patches");
        await graph.FinishAsync();
    }

    [Fact]
    public async Task Graph_FailedSlide_LeavesOthersAlone()
    {
        var collect = new CollectStage<Number>();
        await using GraphHarness graph = Chain(
            collect, count: s => s.Index == 1 ? throw new StageException("cannot read it", "Mend it.") : 100);
        IReadOnlyList<SlideScope> scopes = await graph.ProcessAsync(3);
        scopes[1].Failure.ShouldNotBeNull().ToString().ShouldBe("expand: cannot read it Mend it.");
        scopes[0].Result<Total>()!.Indices.Count.ShouldBe(100);
        scopes[2].Result<Total>()!.Indices.Count.ShouldBe(100);
        await graph.FinishAsync();
    }

    [Fact]
    public async Task Batcher_BadItemInBatch_CostsOnlyThatItem()
    {
        var collect = new CollectStage<Number>();
        var batch = new BatchStage((items, _) => items.Any(b => b.Index == 7) ? throw new StageException("bad patch") : default);
        await using GraphHarness graph = Chain(collect, count: _ => 20, batch);
        SlideScope scope = (await graph.ProcessAsync(1))[0];
        scope.Result<Total>()!.Indices.ShouldBe(Enumerable.Range(0, 20).Where(i => i != 7));
        scope.FailedPatches.ShouldBe(1);
        await graph.FinishAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(31)]
    public async Task Batcher_EveryResidue_FlushesAtSlideEnd(int items)
    {
        // A clock that stands still: only fullness and the slide's end can move a batch.
        var collect = new CollectStage<Number>();
        var batch = new BatchStage();
        await using GraphHarness graph = Chain(collect, count: _ => items, batch, new FakeTimeProvider());
        SlideScope scope = (await graph.ProcessAsync(1))[0];
        scope.Result<Total>()!.Indices.Count.ShouldBe(items);
        batch.Sizes.Sum().ShouldBe(items);
        batch.Sizes.Max().ShouldBeLessThanOrEqualTo(8);
        await graph.FinishAsync();
    }

    [Fact]
    public async Task Batcher_OldestItemWaitedLongEnough_LeavesIncomplete()
    {
        var time = new FakeTimeProvider();
        var hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var batch = new BatchStage();
        await using var graph = new GraphHarness { Time = time };
        graph.Add("expand", new ExpandStage(_ => 4)).Add("lease", new LeaseStage(i => i == 3 ? new(hold.Task) : default))
            .Add("batch", batch, batch: 8, maxWait: TimeSpan.FromSeconds(2)).Build();
        Task running = graph.ProcessAsync(1);
        await Until(() => graph.Counters("batch").Received == 3);
        time.Advance(TimeSpan.FromSeconds(1.9));
        batch.Sizes.ShouldBeEmpty();
        await UntilAdvancing(time, () => !batch.Sizes.IsEmpty);
        batch.Sizes.ShouldBe([3]);
        hold.SetResult();
        await running;
        await graph.FinishAsync();
    }

    [Fact]
    public async Task Graph_SinkBlocked_AdmitsExactlyTheBound()
    {
        var hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var graph = new GraphHarness();
        graph.Add("expand", new ExpandStage(_ => 1000))
            .Add("a", new PassStage<Number>(), parallel: 2, buffer: 5)
            .Add("sink", new PassStage<Number>(async (_, _) =>
            {
                await hold.Task;
                return false;
            }), parallel: 3, buffer: 7).Build();
        Task running = graph.ProcessAsync(1);
        // sink: 3 running + 7 waiting; a: 2 blocked with an item each + 5 waiting; expand: 1 blocked.
        await Until(() => graph.Counters("expand").Emitted == 3 + 7 + 2 + 5 + 1);
        await Task.Delay(50, Cancellation);
        graph.Counters("expand").Emitted.ShouldBe(18);
        hold.SetResult();
        await running;
        await graph.FinishAsync();
    }

    [Fact]
    public async Task Graph_Stopped_DrainsAndDiscards()
    {
        var collect = new CollectStage<Number>();
        await using GraphHarness graph = Chain(collect, count: _ => 100_000);
        Task running = graph.ProcessAsync(2);
        await Until(() => graph.Counters("batch").Received > 100);
        await graph.Stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(1), Cancellation);
        collect.Ends.ShouldBeEmpty();
        await graph.FinishAsync();
    }

    [Fact]
    public async Task Graph_ReportBesideStage_SharesItems()
    {
        var collect = new CollectStage<Block>();
        var report = new BlockReport();
        await using var graph = new GraphHarness();
        graph.Add("expand", new ExpandStage(_ => 64)).Add("lease", new LeaseStage(), parallel: 2).Add("collect", collect)
            .AddReport("report", report, "lease").Build();
        await graph.ProcessAsync(3);
        report.Seen.ShouldBe(3 * 64);
        await graph.FinishAsync();
    }

    internal static async Task Until(Func<bool> condition)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!condition())
        {
            await Task.Delay(5, timeout.Token);
        }
    }

    private static async Task UntilAdvancing(FakeTimeProvider time, Func<bool> condition) => await Until(() =>
    {
        time.Advance(TimeSpan.FromMilliseconds(100));
        return condition();
    });

    private static GraphHarness Chain(
        CollectStage<Number> collect, Func<SlideScope, int> count, BatchStage? batch = null, TimeProvider? time = null) =>
        new GraphHarness { Time = time ?? TimeProvider.System }
            .Add("expand", new ExpandStage(count))
            .Add("lease", new LeaseStage(), parallel: 2)
            .Add("batch", batch ?? new BatchStage(), parallel: 2, batch: 8)
            .Add("collect", collect)
            .Build();

    private static GraphHarness Faulty(ErrorPolicy policy, int failEvery) =>
        new GraphHarness { Run = new RunPlan { OnError = policy } }
            .Add("expand", new ExpandStage(s =>
            {
                s.ExpectPatches(100);
                return 100;
            }))
            .Add("faulty", new PassStage<Number>((n, _) => n.Index % failEvery == 0 ? throw new StageException("bad patch") : new(true)))
            .Build();

    private sealed class Leaky(Action<Number, IStageOutput<Number>> keep) : IStage<Number, Number>
    {
        public ValueTask ProcessAsync(Number item, IStageOutput<Number> output, CancellationToken cancellation)
        {
            keep(item, output);
            return default;
        }
    }

    private sealed class Careless : IStage<Number, Number>
    {
        public ValueTask ProcessAsync(Number item, IStageOutput<Number> output, CancellationToken cancellation)
        {
            _ = output.EmitAsync(item, cancellation).AsTask();
            return default;
        }
    }

    private sealed class BlockReport : IReport<Block>
    {
        private int seen;

        public int Seen => seen;

        public ValueTask ReceiveAsync(Block item, CancellationToken cancellation)
        {
            item.IsReleased.ShouldBeFalse();
            Interlocked.Increment(ref seen);
            return default;
        }
    }
}
