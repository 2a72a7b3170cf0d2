using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using TissueNet.Stages;

namespace TissueNet.Tests.Pipelines.Graph;

public class PipelineMeterTests
{
    [Fact]
    public async Task Meter_ARunWithFaults_CountsEveryItemUnderItsStage()
    {
        string stage = $"meter-{Guid.NewGuid():N}"; // other tests run graphs at the same time
        var sums = new ConcurrentDictionary<string, double>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Meter.Name == "TissueNet")
                {
                    l.EnableMeasurementEvents(instrument);
                }
            },
        };
        void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (tags.ToArray().Any(t => t.Key == "stage" && Equals(t.Value, stage)))
            {
                sums.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value);
            }
        }

        listener.SetMeasurementEventCallback<long>((i, v, t, _) => Add(i, v, t));
        listener.SetMeasurementEventCallback<double>((i, v, t, _) => Add(i, v, t));
        listener.Start();

        await using var graph = new GraphHarness();
        graph.Add("expand", new ExpandStage(_ => 90))
            .Add(stage, new PassStage<Number>(async (n, token) =>
            {
                await Task.Delay(n.Index == 0 ? 50 : 0, token);
                return n.Index % 3 == 0 ? true : n.Index % 3 == 1 ? false : throw new StageException("every third");
            }))
            .Add("collect", new CollectStage<Number>()).Build();
        await graph.ProcessAsync(1);
        listener.RecordObservableInstruments();
        sums["tissuenet_stage_received_items_total"].ShouldBe(90);
        sums["tissuenet_stage_completed_items_total"].ShouldBe(30);
        sums["tissuenet_stage_filtered_items_total"].ShouldBe(30);
        sums["tissuenet_stage_failed_items_total"].ShouldBe(30);
        sums["tissuenet_stage_busy_seconds_total"].ShouldBeGreaterThan(0.04);
        sums.Keys.ShouldContain("tissuenet_stage_queue_items");
        sums.Keys.ShouldContain("tissuenet_stage_queue_bytes");
        sums.Keys.ShouldContain("tissuenet_stage_input_wait_seconds_total");
        await graph.FinishAsync();
    }

    [Fact]
    public async Task Activities_OneSlide_HasASpanAndItsStagesBelowIt()
    {
        string stage = $"activity-{Guid.NewGuid():N}";
        var seen = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "TissueNet",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = seen.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var graph = new GraphHarness();
        graph.Add("expand", new ExpandStage(_ => 3)).Add(stage, new PassStage<Number>()).Build();
        await graph.ProcessAsync(1);
        Activity[] spans = [.. seen.Where(a => a.OperationName == stage)];
        spans.Length.ShouldBe(3);
        Activity slide = seen.Single(a => a.OperationName == "slide" && a.SpanId == spans[0].ParentSpanId);
        slide.GetTagItem("slide").ShouldBe("slide-0");
        await graph.FinishAsync();
    }
}
