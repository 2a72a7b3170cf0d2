using TissueNet.Pipelines.Graph;
using TissueNet.Stages;

namespace TissueNet.Bench.Throughput;

/// <summary>Passes calls on to a stage and keeps the inputs.</summary>
internal sealed class CapturingInvoker(CapturedStage captured, int limit) : StageInvoker
{
    public override bool IsCollector => captured.Invoker.IsCollector;

    public override Emitter CreateEmitter(IDelivery node, object? input) => captured.Invoker.CreateEmitter(node, input);

    public override ValueTask ProcessAsync(IPayload item, Emitter output, CancellationToken cancellation)
    {
        captured.Capture(item, limit);
        return captured.Invoker.ProcessAsync(item, output, cancellation);
    }

    public override ValueTask ProcessBatchAsync(IReadOnlyList<IPayload> items, Emitter output, CancellationToken cancellation)
    {
        foreach (IPayload item in items)
        {
            captured.Capture(item, limit);
        }

        return captured.Invoker.ProcessBatchAsync(items, output, cancellation);
    }

    public override ValueTask EndSlideAsync(SlideScope scope, Emitter output, CancellationToken cancellation) =>
        captured.Invoker.EndSlideAsync(scope, output, cancellation);
}
