using System.Collections.Concurrent;
using TissueNet.Pipelines;
using TissueNet.Pipelines.Graph;
using TissueNet.Stages;

namespace TissueNet.Bench.Throughput;

/// <summary>A stage with inputs that a real run gave it.</summary>
internal sealed class CapturedStage(StagePlan plan, IStage stage)
{
    private readonly ConcurrentQueue<IPayload> captured = new();
    private int next;

    public string Id => plan.Id;

    public StageInvoker Invoker { get; } = StageInvoker.For(stage, plan.Descriptor);

    /// <summary>Items that one benchmark operation processes.</summary>
    public int ItemsPerOperation => plan.Descriptor.IsBatch ? Math.Min(plan.Batch, captured.Count) : Invoker.IsCollector ? captured.Count : 1;

    public int Count => captured.Count;

    /// <summary>Keeps an input for later, up to a number.</summary>
    public void Capture(IPayload item, int limit)
    {
        if (captured.Count < limit)
        {
            (item as LeasedPayload)?.Retain();
            captured.Enqueue(item);
        }
    }

    /// <summary>Processes the next item, the next batch, or for a collector all items and the slide's end.</summary>
    public async Task RunOnceAsync()
    {
        IPayload[] items = [.. captured];
        Emitter output = Invoker.CreateEmitter(new DiscardDelivery(Id), items);
        if (plan.Descriptor.IsBatch)
        {
            int size = ItemsPerOperation, first = next;
            next = (next + size) % items.Length;
            await Invoker.ProcessBatchAsync([.. Enumerable.Range(first, size).Select(i => items[i % items.Length])], output, CancellationToken.None);
        }
        else if (Invoker.IsCollector)
        {
            // What the run or the call before has collected for this slide.
            items[0].Scope.DropState(stage);
            foreach (IPayload item in items)
            {
                await Invoker.ProcessAsync(item, output, CancellationToken.None);
            }

            await Invoker.EndSlideAsync(items[0].Scope, output, CancellationToken.None);
        }
        else
        {
            await Invoker.ProcessAsync(items[next = (next + 1) % items.Length], output, CancellationToken.None);
        }
    }
}
