using TissueNet.Pipelines.Graph;
using TissueNet.Stages;

namespace TissueNet.Tests.EndToEnd;

/// <summary>Holds calls up at random, so that items overtake one another.</summary>
internal sealed class ShuffledInvoker(StageInvoker inner, int seed) : StageInvoker
{
    private int calls;

    public override bool IsCollector => inner.IsCollector;

    public override Emitter CreateEmitter(IDelivery node, object? input) => inner.CreateEmitter(node, input);

    public override async ValueTask ProcessAsync(IPayload item, Emitter output, CancellationToken cancellation)
    {
        await JitterAsync();
        await inner.ProcessAsync(item, output, cancellation);
    }

    public override async ValueTask ProcessBatchAsync(IReadOnlyList<IPayload> items, Emitter output, CancellationToken cancellation)
    {
        await JitterAsync();
        await inner.ProcessBatchAsync(items, output, cancellation);
    }

    public override ValueTask EndSlideAsync(SlideScope scope, Emitter output, CancellationToken cancellation) =>
        inner.EndSlideAsync(scope, output, cancellation);

    private async Task JitterAsync()
    {
        int roll = new Random(HashCode.Combine(seed, Interlocked.Increment(ref calls))).Next(4);
        if (roll > 0)
        {
            await Task.Delay(roll * 3);
        }
    }
}
