using TissueNet.Stages;

namespace TissueNet.Pipelines.Graph;

internal sealed class ReportInvoker<TItem>(IReport<TItem> report) : StageInvoker
    where TItem : class, IPayload
{
    // A report keeps what it receives for the slide's end.
    public override bool IsCollector => true;

    public override Emitter CreateEmitter(IDelivery node, object? input) => new Emitter<TItem>(node, input);

    public override ValueTask ProcessAsync(IPayload item, Emitter output, CancellationToken cancellation) =>
        report.ReceiveAsync((TItem)item, cancellation);

    public override ValueTask ProcessBatchAsync(IReadOnlyList<IPayload> items, Emitter output, CancellationToken cancellation) =>
        throw new NotSupportedException("A report takes single items.");

    // The runner ends the slide for reports, once for all of them, when the graph is done with it.
    public override ValueTask EndSlideAsync(SlideScope scope, Emitter output, CancellationToken cancellation) => default;
}
