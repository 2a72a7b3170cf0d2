using Microsoft.Extensions.DependencyInjection;
using TissueNet.Hosting;
using TissueNet.Pipelines;
using TissueNet.Slides;
using TissueNet.Stages;
using TissueNet.Tests.Pipelines.Graph;
using TissueNet.Tests.TestSupport;

namespace TissueNet.Tests.Hosting;

public class PipelineRunnerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunAsync_OneBadSlide_TheOthersComplete()
    {
        using TemporaryFolder folder = Slides(("a", "fine"), ("b", "bad"), ("c", "fine"));
        var log = new ReportLog();
        RunOutcome outcome = await RunAsync(folder, log);
        outcome.Slides.Select(s => s.Status).ShouldBe([SlideStatus.Succeeded, SlideStatus.Failed, SlideStatus.Succeeded]);
        outcome.Slides[1].Failure.ShouldNotBeNull().Message.ShouldContain("It says 'bad'");
        outcome.WasStopped.ShouldBeFalse();
        log.Ended.Count.ShouldBe(3);
        log.RunEnds.ShouldBe(1);
        log.StagesDisposed.ShouldBe(1);
    }

    [Fact]
    public async Task RunAsync_SlideWhoseResourcesCannotBeClosed_KeepsItsResultAndItsTurn()
    {
        using TemporaryFolder folder = Slides(("a", "cursed"), ("b", "cursed"), ("c", "fine"));
        RunOutcome outcome = await RunAsync(folder, new ReportLog(), run: new RunPlan { OpenSlides = 1 });
        outcome.Slides.ShouldAllBe(s => s.Status == SlideStatus.Succeeded);
    }

    [Fact]
    public async Task RunAsync_ReportStuckWhenStopped_EndsAfterTheDrainTime()
    {
        using TemporaryFolder folder = Slides(("a", "fine"), ("b", "fine"));
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        var log = new ReportLog { Stuck = true };
        Task<RunOutcome> run = RunAsync(folder, log, stop.Token, new RunPlan { OpenSlides = 1, Drain = TimeSpan.FromMilliseconds(300) });
        (await Should.ThrowAsync<EnvironmentUnusableException>(() => run.WaitAsync(TimeSpan.FromSeconds(20), Cancellation)))
            .Message.ShouldContain("stuck");
        log.Release.SetResult();
    }

    [Fact]
    public async Task RunAsync_PolicyStop_SkipsTheRest()
    {
        using TemporaryFolder folder = Slides(("a", "bad"), ("b", "slow"), ("c", "fine"), ("d", "fine"));
        var log = new ReportLog();
        RunOutcome outcome = await RunAsync(folder, log, run: new RunPlan { OpenSlides = 1, OnError = new ErrorPolicy { Slide = SlideErrorPolicy.Stop } });
        outcome.WasStopped.ShouldBeTrue();
        outcome.Slides.Select(s => s.Status).ShouldBe([SlideStatus.Failed, SlideStatus.Skipped, SlideStatus.Skipped, SlideStatus.Skipped]);
        log.Ended.Count.ShouldBe(4, "a slide that was never begun has a row too");
    }

    [Fact]
    public async Task RunAsync_StoppedWhileAStageIgnoresIt_NamesTheStageAndReturns()
    {
        using TemporaryFolder folder = Slides(("a", "hang"), ("b", "fine"));
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        var log = new ReportLog();
        RunOutcome outcome = await RunAsync(
            folder, log, stop.Token, new RunPlan { OpenSlides = 1, Drain = TimeSpan.FromMilliseconds(300) });
        outcome.Slides.Select(s => s.Status).ShouldBe([SlideStatus.Skipped, SlideStatus.Skipped]);
        outcome.Slides[0].Failure.ShouldNotBeNull().Message.ShouldContain("read_text (1 running");
        log.StagesDisposed.ShouldBe(0, "its code still runs, and would use what is disposed");
        log.RunEnds.ShouldBe(1);
        log.Release.SetResult();
    }

    [Fact]
    public async Task RunAsync_ReportCannotWrite_TheSlideFailsForTheReportsAfterIt()
    {
        using TemporaryFolder folder = Slides(("a", "fine"));
        var log = new ReportLog();
        RunOutcome outcome = await RunAsync(folder, log, withBrokenReport: true);
        outcome.Slides[0].Status.ShouldBe(SlideStatus.Failed);
        outcome.Slides[0].Failure.ShouldNotBeNull().Stage.ShouldBe("broken");
        log.Ended[0].Status.ShouldBe(SlideStatus.Failed);
    }

    [Fact]
    public async Task RunAsync_StageDoesNotOpen_RefusesBeforeAnySlide()
    {
        using TemporaryFolder folder = Slides(("a", "fine"));
        var log = new ReportLog { RefusesToOpen = true };
        (await Should.ThrowAsync<EnvironmentUnusableException>(() => RunAsync(folder, log))).Message.ShouldContain("cannot be prepared");
        log.Ended.ShouldBeEmpty();
    }

    [Fact]
    public async Task RunAsync_Limit_RunsTheFirstOnes()
    {
        using TemporaryFolder folder = Slides(("a", "fine"), ("b", "fine"), ("c", "fine"));
        RunOutcome outcome = await RunAsync(folder, new ReportLog(), limit: 2);
        outcome.Slides.Select(s => s.Scope.Name).ShouldBe(["a", "b"]);
    }

    private static async Task<RunOutcome> RunAsync(
        TemporaryFolder folder,
        ReportLog log,
        CancellationToken? stop = null,
        RunPlan? run = null,
        bool withBrokenReport = false,
        int? limit = null)
    {
        ReportPlan Report(string id, Type type) => new() { Id = id, Descriptor = new ReportDescriptor(id, type, null, null, false) };
        var plan = new PipelinePlan
        {
            Name = "test",
            Path = folder.File("test.yaml"),
            Text = "",
            Hash = "",
            Slides = new SlideSelection { Paths = [folder.Path], Include = ["*.txt"] },
            Run = run ?? new RunPlan(),
            Stages =
            [
                new StagePlan
                {
                    Id = "read_text",
                    Descriptor = new StageDescriptor("read_text", typeof(TextStage), typeof(SlideFile), typeof(Total), false, null, 1, 1, null),
                },
            ],
            Reports = withBrokenReport
                ? [Report("broken", typeof(BrokenReport)), Report("log", typeof(LogReport))]
                : [Report("log", typeof(LogReport))],
        };
        await using ServiceProvider services = new ServiceCollection().AddTissueNet().AddSingleton(log).BuildServiceProvider();
        return await services.GetRequiredService<PipelineRunner>().RunAsync(
            new RunRequest { Plan = plan, OutputDirectory = folder.File("out"), Limit = limit }, stop ?? Cancellation);
    }

    private static TemporaryFolder Slides(params (string Name, string Text)[] slides)
    {
        var folder = new TemporaryFolder();
        foreach ((string name, string text) in slides)
        {
            File.WriteAllText(folder.File(name + ".txt"), text);
        }

        return folder;
    }

    internal sealed class ReportLog
    {
        public List<SlideOutcome> Ended { get; } = [];

        public int RunEnds { get; set; }

        public int StagesDisposed { get; set; }

        public bool RefusesToOpen { get; init; }

        public bool Stuck { get; init; }

        public TaskCompletionSource Release { get; } = new();
    }

    internal sealed class TextStage(ReportLog log) : IStage<SlideFile, Total>, IDisposable
    {
        public void Dispose() => log.StagesDisposed++;

        public async ValueTask ProcessAsync(SlideFile item, IStageOutput<Total> output, CancellationToken cancellation)
        {
            string text = await File.ReadAllTextAsync(item.Scope.Path, cancellation);
            if (text == "hang")
            {
                await log.Release.Task;
            }

            if (text == "cursed")
            {
                item.Scope.Own(new Cursed());
            }

            if (text == "slow")
            {
                await Task.Delay(TimeSpan.FromSeconds(20), cancellation);
            }

            if (text == "bad")
            {
                throw new StageException("It says 'bad'.");
            }

            await output.EmitAsync(new Total(item.Scope, [1]), cancellation);
        }
    }

    internal sealed class LogReport(ReportLog log) : IReport
    {
        public ValueTask OpenAsync(CancellationToken cancellation) =>
            log.RefusesToOpen ? throw new StageException("The log cannot be prepared.") : default;

        public async ValueTask EndSlideAsync(SlideOutcome outcome, CancellationToken cancellation)
        {
            log.Ended.Add(outcome);
            await (log.Stuck ? log.Release.Task : Task.CompletedTask);
        }

        public ValueTask EndRunAsync(RunOutcome outcome, CancellationToken cancellation)
        {
            log.RunEnds++;
            return default;
        }
    }

    private sealed class Cursed : IDisposable
    {
        public void Dispose() => throw new IOException("It cannot be closed.");
    }

    internal sealed class BrokenReport : IReport
    {
        public ValueTask EndSlideAsync(SlideOutcome outcome, CancellationToken cancellation) => throw new IOException("No space left.");
    }
}
