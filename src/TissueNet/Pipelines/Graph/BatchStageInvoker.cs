using TissueNet.Stages;

namespace TissueNet.Pipelines.Graph;

internal sealed class BatchStageInvoker<TInput, TOutput>(IBatchStage<TInput, TOutput> stage) : StageInvoker
    where TInput : class, IPayload
    where TOutput : class, IPayload
{
    public override bool IsCollector { get; } = HasEndSlide(stage.GetType(), typeof(IBatchStage<TInput, TOutput>));

    public override Emitter CreateEmitter(IDelivery node, object? input) => new Emitter<TOutput>(node, input);

    public override ValueTask ProcessAsync(IPayload item, Emitter output, CancellationToken cancellation) =>
        stage.ProcessAsync([(TInput)item], (Emitter<TOutput>)output, cancellation);

    public override ValueTask ProcessBatchAsync(IReadOnlyList<IPayload> items, Emitter output, CancellationToken cancellation)
    {
        var batch = new TInput[items.Count];
        for (int i = 0; i < batch.Length; i++)
        {
            batch[i] = (TInput)items[i];
        }

        return stage.ProcessAsync(batch, (Emitter<TOutput>)output, cancellation);
    }

    public override ValueTask EndSlideAsync(SlideScope scope, Emitter output, CancellationToken cancellation) =>
        stage.EndSlideAsync(scope, (Emitter<TOutput>)output, cancellation);
}
