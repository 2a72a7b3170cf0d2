using System.Threading.Tasks.Dataflow;
using TissueNet.Stages;

namespace TissueNet.Pipelines.Graph;

/// <summary>A node that takes items one by one, up to <c>parallel</c> at once.</summary>
internal sealed class ItemNode : GraphNode
{
    private readonly ActionBlock<object> block;

    public ItemNode(int index, StageInvoker invoker, NodeMetrics metrics, FailurePolicy failures, int parallel, int buffer)
        : base(index, invoker, metrics, failures) =>
        block = new ActionBlock<object>(message => GuardAsync(() => HandleAsync(message)), new ExecutionDataflowBlockOptions
        {
            // The bound counts running items too.
            BoundedCapacity = buffer + parallel,
            MaxDegreeOfParallelism = parallel,
            EnsureOrdered = false,
        });

    public override int QueuedItems => block.InputCount;

    public override Task Completion => block.Completion;

    public override void Complete() => block.Complete();

    protected override Task<bool> EnqueueAsync(IPayload item) => block.SendAsync(item);

    protected override Task<bool> EnqueueEndAsync(SlideFlow flow) => block.SendAsync(flow);

    private async Task HandleAsync(object message)
    {
        if (message is SlideFlow ended)
        {
            await EndAsync(ended);
            return;
        }

        var item = (IPayload)message;
        SlideFlow flow = SlideFlow.Of(item.Scope);
        Dequeued(item);
        await CallAsync(item, flow);
        if (flow.Release(this))
        {
            await EndAsync(flow);
        }
    }
}
