using System.Diagnostics;
using TissueNet.Pipelines;
using TissueNet.Stages;

namespace TissueNet.Tests.Pipelines.Graph;

/// <summary>Adversarial schedules: thousands of seeds, each a different order of faults, delays, stops. More with TISSUENET_SOAK_RUNS.</summary>
public class GraphChaosTests
{
    private static int Runs =>
        int.TryParse(Environment.GetEnvironmentVariable("TISSUENET_SOAK_RUNS"), out int runs) ? runs : 10_000;

    [Fact]
    public async Task FiveStages_RandomFaultsPoisonAndDelays_NeverLeakNorHang()
    {
        double worstDrain = 0;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Runs),
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = TestContext.Current.CancellationToken },
            async (seed, _) =>
            {
                double drain = await FaultyRunAsync(seed);
                InterlockedMax(ref worstDrain, drain);
            });
        TestContext.Current.TestOutputHelper?.WriteLine($"{Runs} runs, slowest drain {worstDrain:0.000} s");
        worstDrain.ShouldBeLessThan(1);
    }

    [Fact]
    public async Task Diamonds_RandomSchedules_ConserveEveryItem()
    {
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Runs),
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = TestContext.Current.CancellationToken },
            async (seed, _) => await DiamondAsync(seed));
    }

    [Fact]
    public async Task CancellationThrownByStage_WithoutStop_IsRecordedEveryTime()
    {
        const int Items = 100_000;
        var collect = new CollectStage<Number>();
        await using var graph = new GraphHarness();
        graph.Add("expand", new ExpandStage(_ => Items))
            .Add("faulty", new PassStage<Number>((n, _) => n.Index % 10 == 3 ? throw new OperationCanceledException() : new(true)), parallel: 4, buffer: 64)
            .Add("collect", collect, buffer: 64).Build();
        SlideScope scope = (await graph.ProcessAsync(1, TimeSpan.FromMinutes(2)))[0];
        scope.FailedPatches.ShouldBe(Items / 10);
        graph.Counters("faulty").Failed.ShouldBe(Items / 10);
        graph.Counters("faulty").Completed.ShouldBe(Items - (Items / 10));
        scope.Result<Total>()!.Indices.Count.ShouldBe(Items - (Items / 10));
        await graph.FinishAsync();
    }

    private static async Task<double> FaultyRunAsync(int seed)
    {
        var random = new Random(seed);
        int slides = random.Next(1, 4), items = random.Next(0, 40), batch = random.Next(1, 9);
        double faultRate = random.NextDouble() < 0.5 ? 0.05 : 0;
        bool slideFaults = random.NextDouble() < 0.3;
        int stopAfter = random.NextDouble() < 0.3 ? random.Next(0, 60) : int.MaxValue;
        int seen = 0;
        long stoppedAt = 0;
        var collect = new CollectStage<Number>();
        await using var graph = new GraphHarness
        {
            // Just enough for one batch per worker, one forming, the queue and the readers: what the linter asks for.
            Pool = new PixelPool(1024L * ((batch * 3) + 3 + 2)),
            Run = new RunPlan
            {
                OnError = new ErrorPolicy
                {
                    Patch = random.NextDouble() < 0.2 ? PatchErrorPolicy.Fail : PatchErrorPolicy.Skip,
                    Slide = random.NextDouble() < 0.1 ? SlideErrorPolicy.Stop : SlideErrorPolicy.Continue,
                    MaxFailedPatches = new Share(random.NextDouble() < 0.5 ? 0.05 : 1),
                },
            },
        };

        async ValueTask Misbehave(int index)
        {
            int roll = HashCode.Combine(seed, index, Interlocked.Increment(ref seen)) & 0xFFFF;
            if (Volatile.Read(ref seen) == stopAfter)
            {
                Volatile.Write(ref stoppedAt, Stopwatch.GetTimestamp());
                await graph.Stop.CancelAsync();
            }

            switch (roll % 7)
            {
                case 0: await Task.Yield(); break;
                case 1 when roll % 3 == 0: await Task.Delay(1); break;
                default: break;
            }

            if (roll < faultRate * 0x10000)
            {
                throw (roll % 3) switch
                {
                    0 => new OperationCanceledException("nobody asked for it"),
                    1 => new StageException("a bad item"),
                    _ => new InvalidOperationException("a defect"),
                };
            }
        }

        graph.Add("expand", new ExpandStage(s => slideFaults && s.Index == 1 ? throw new StageException("a bad slide") : items), buffer: 1)
            .Add("lease", new LeaseStage(Misbehave), parallel: 2, buffer: 2)
            .Add("batch", new BatchStage(async (list, _) => await Misbehave(list[0].Index)), parallel: 2, buffer: 3, batch: batch, maxWait: TimeSpan.FromMilliseconds(20))
            .Add("pass", new PassStage<Number>(async (n, _) =>
            {
                await Misbehave(n.Index);
                return n.Index % 5 != 0;
            }), parallel: 3, buffer: 1)
            .Add("collect", collect, parallel: 2, buffer: 2)
            .Build();
        IReadOnlyList<SlideScope> scopes = await graph.ProcessAsync(slides);
        double drain = stoppedAt == 0 ? 0 : Stopwatch.GetElapsedTime(stoppedAt).TotalSeconds;
        await graph.FinishAsync();
        collect.Ends.Values.ShouldAllBe(ends => ends == 1);
        foreach (SlideScope scope in scopes.Where(s => !s.IsPoisoned))
        {
            collect.Ends.ShouldContainKey(scope.Name);
            int expected = Enumerable.Range(0, items).Count(i => i % 5 != 0);
            int got = scope.Result<Total>()!.Indices.Count;
            got.ShouldBeInRange(expected - (int)scope.FailedPatches, expected);
        }

        return drain;
    }

    private static async Task DiamondAsync(int seed)
    {
        var random = new Random(seed);
        int slides = random.Next(1, 4), items = random.Next(0, 30);
        var collect = new CollectStage<Number>();

        async ValueTask Jitter(int index)
        {
            if (((index * 31) + seed) % 4 == 0)
            {
                await Task.Yield();
            }
        }

        int batchA = random.Next(1, 8), batchB = random.Next(1, 8);
        await using var graph = new GraphHarness { Pool = new PixelPool(1024L * (((batchA + batchB) * 3) + 8)) };
        graph.Add("expand", new ExpandStage(_ => items), buffer: 1)
            .Add("lease", new LeaseStage(Jitter), parallel: 2, buffer: 2)
            .Add("a", new BatchStage(async (l, _) => await Jitter(l.Count)), parallel: 2, buffer: 2, batch: batchA, maxWait: TimeSpan.FromMilliseconds(20), from: "lease")
            .Add("b", new BatchStage(async (l, _) => await Jitter(l.Count + 1)), parallel: 1, buffer: 2, batch: batchB, maxWait: TimeSpan.FromMilliseconds(20), from: "lease")
            .Add("collect", collect, parallel: 2, buffer: 1, from: ["a", "b"])
            .Build();
        IReadOnlyList<SlideScope> scopes = await graph.ProcessAsync(slides);
        int[] expected = [.. Enumerable.Range(0, items).SelectMany(i => new[] { i, i })];
        scopes.ShouldAllBe(s => s.Failure == null);
        foreach (SlideScope scope in scopes)
        {
            scope.Result<Total>()!.Indices.ShouldBe(expected);
            collect.Ends[scope.Name].ShouldBe(1);
        }

        await graph.FinishAsync();
    }

    private static void InterlockedMax(ref double target, double value)
    {
        double seen = Volatile.Read(ref target);
        while (value > seen)
        {
            double before = Interlocked.CompareExchange(ref target, value, seen);
            if (before == seen)
            {
                return;
            }

            seen = before;
        }
    }
}
