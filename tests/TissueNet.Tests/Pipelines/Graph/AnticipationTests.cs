using System.Collections.Concurrent;
using TissueNet.Stages;

namespace TissueNet.Tests.Pipelines.Graph;

public sealed class AnticipationTests
{
    [Fact]
    public async Task Anticipate_ItemsOfASlide_KnowsEachOnceBeforeItIsProcessedAndAFullBufferAhead()
    {
        var stage = new AnticipatingStage { Gate = new TaskCompletionSource() };
        await using GraphHarness harness = new GraphHarness().Add("expand", new ExpandStage(_ => 50)).Add("stage", stage, buffer: 8).Build();
        Task<IReadOnlyList<SlideScope>> running = harness.ProcessAsync(1);
        SpinWait.SpinUntil(() => stage.Anticipated.Count == 10, TimeSpan.FromSeconds(10)).ShouldBeTrue(); // one runs, 8 wait, one is at the door
        stage.Gate.SetResult();
        await running;
        await harness.FinishAsync();
        stage.Anticipated.Order().ShouldBe(Enumerable.Range(0, 50));
        stage.Surprises.ShouldBe(0);
    }

    [Fact]
    public async Task Anticipate_Throws_FailsTheSlideAloneAndLosesNothing()
    {
        var stage = new AnticipatingStage { Throws = n => n is { Index: 7, Scope.Index: 1 } };
        await using GraphHarness harness = new GraphHarness().Add("expand", new ExpandStage(_ => 50)).Add("stage", stage).Build();
        IReadOnlyList<SlideScope> scopes = await harness.ProcessAsync(3);
        await harness.FinishAsync();
        scopes.Select(s => s.Failure is null).ShouldBe([true, false, true]);
        scopes[1].Failure!.Stage.ShouldBe("stage");
        scopes[1].Failure!.Message.ShouldEndWith("no foresight");
    }

    [Fact]
    public async Task Anticipate_PoisonedSlide_IsNotAsked()
    {
        var stage = new AnticipatingStage();
        await using GraphHarness harness = new GraphHarness().Add("expand", new ExpandStage(_ => 50)).Add("stage", stage).Build();
        await harness.Stop.CancelAsync();
        await harness.ProcessAsync(1);
        await harness.FinishAsync();
        stage.Anticipated.ShouldBeEmpty();
    }

    private sealed class AnticipatingStage : IStage<Number, Number>, IAnticipates<Number>
    {
        private int surprises;

        public ConcurrentQueue<int> Anticipated { get; } = new();

        public TaskCompletionSource? Gate { get; init; }

        public Func<Number, bool> Throws { get; init; } = _ => false;

        public int Surprises => surprises;

        public void Anticipate(Number item)
        {
            if (Throws(item))
            {
                throw new InvalidOperationException("no foresight");
            }

            Anticipated.Enqueue(item.Index);
        }

        public async ValueTask ProcessAsync(Number item, IStageOutput<Number> output, CancellationToken cancellation)
        {
            if (Throws(item) || !Anticipated.Contains(item.Index))
            {
                Interlocked.Increment(ref surprises);
            }

            await (Gate?.Task ?? Task.CompletedTask);
        }
    }
}
