using BenchmarkDotNet.Attributes;
using TissueNet.Aggregation;
using TissueNet.Inference;
using TissueNet.Stages;

namespace TissueNet.Bench;

/// <summary><c>aggregate</c>: all of a slide's predictions, and its end.</summary>
[MemoryDiagnoser]
public class AggregateBench : SlideBench
{
    private readonly ReleasingOutput<SlidePrediction> output = new();
    private IReadOnlyList<PatchPrediction> predictions = null!;
    private AggregateStage stage = null!;

    /// <summary>How probabilities become one.</summary>
    [Params(AggregateMethod.Mean, AggregateMethod.TopKMean)]
    public AggregateMethod Method { get; set; }

    [GlobalSetup]
    public async Task Setup()
    {
        predictions = await Bench.PredictionsAsync();
        stage = new AggregateStage(new() { Method = Method });
    }

    [Benchmark]
    public async Task<int> Aggregate()
    {
        foreach (PatchPrediction prediction in predictions)
        {
            await stage.ProcessAsync(prediction, output, CancellationToken.None);
        }

        SlideScope scope = Bench.Slide.Scope;
        await stage.EndSlideAsync(scope, output, CancellationToken.None);
        scope.DropState(stage);
        return output.Count;
    }
}
