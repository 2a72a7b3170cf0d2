using TissueNet.Stages;

namespace TissueNet.Pipelines.Graph;

internal sealed class StageInvoker<TInput, TOutput>(IStage<TInput, TOutput> stage) : StageInvoker
    where TInput : class, IPayload
    where TOutput : class, IPayload
{
    private readonly IAnticipates<TInput>? anticipating = stage as IAnticipates<TInput>;

    public override bool IsCollector { get; } = HasEndSlide(stage.GetType(), typeof(IStage<TInput, TOutput>));

    public override bool Anticipates => anticipating is not null;

    public override void Anticipate(IPayload item) => anticipating?.Anticipate((TInput)item);

    public override Emitter CreateEmitter(IDelivery node, object? input) => new Emitter<TOutput>(node, input);

    public override ValueTask ProcessAsync(IPayload item, Emitter output, CancellationToken cancellation) =>
        stage.ProcessAsync((TInput)item, (Emitter<TOutput>)output, cancellation);

    public override ValueTask ProcessBatchAsync(IReadOnlyList<IPayload> items, Emitter output, CancellationToken cancellation) =>
        throw new NotSupportedException("This stage takes single items.");

    public override ValueTask EndSlideAsync(SlideScope scope, Emitter output, CancellationToken cancellation) =>
        stage.EndSlideAsync(scope, (Emitter<TOutput>)output, cancellation);
}
