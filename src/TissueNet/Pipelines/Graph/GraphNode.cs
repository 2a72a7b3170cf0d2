using System.Diagnostics;
using TissueNet.Stages;

namespace TissueNet.Pipelines.Graph;

/// <summary>A stage or report in the graph: takes items through a bounded block, calls user code, hands results on, ends slides.</summary>
internal abstract class GraphNode(int index, StageInvoker invoker, NodeMetrics metrics, FailurePolicy failures) : IDelivery
{
    private long queuedBytes;

    /// <summary>Position among the graph's nodes; upstream nodes come first.</summary>
    public int Index { get; } = index;

    public string Id => Metrics.Id;

    public NodeMetrics Metrics { get; } = metrics;

    public FailurePolicy Failures { get; } = failures;

    /// <summary>How many nodes feed this one; the source counts as one.</summary>
    public int UpstreamCount { get; set; }

    public List<GraphNode> Consumers { get; } = [];

    /// <summary>Items waiting, without those being processed.</summary>
    public abstract int QueuedItems { get; }

    /// <summary>Leased bytes of the items waiting.</summary>
    public long QueuedBytes => Interlocked.Read(ref queuedBytes);

    public abstract Task Completion { get; }

    protected StageInvoker Invoker { get; } = invoker;

    /// <summary>Takes an announced item; waits while the queue is full.</summary>
    public Task<bool> AcceptAsync(IPayload item)
    {
        if (Invoker.Anticipates)
        {
            Anticipate(item);
        }

        Interlocked.Add(ref queuedBytes, BytesOf(item));
        return EnqueueAsync(item);
    }

    /// <summary>Hands an item to all consumers. The item belongs to the engine from here on, whatever happens.</summary>
    public ValueTask DeliverAsync(IPayload item)
    {
        SlideScope scope = item.Scope;
        if (scope.IsPoisoned)
        {
            // What a failed slide still produces ends here instead of travelling to the end of the graph.
            (item as LeasedPayload)?.Dispose();
            return default;
        }

        SlideFlow flow = SlideFlow.Of(scope);
        if (flow.HasEnded(this))
        {
            (item as LeasedPayload)?.Dispose();
            throw new InvalidOperationException(
                $"Stage '{Id}' emitted for slide '{scope.Name}' after that slide had ended here. Emit what is left in EndSlideAsync.");
        }

        Metrics.Emitted();
        if (item is ISlidePayload result)
        {
            scope.Keep(Id, result);
        }

        if (item is LeasedPayload leased)
        {
            if (Consumers.Count == 0)
            {
                leased.Dispose();
                return default;
            }

            leased.Retain(Consumers.Count - 1);
        }

        return SendToConsumersAsync(item, flow);
    }

    /// <summary>Called when the last upstream has ended for a slide: nothing more is coming.</summary>
    public virtual ValueTask FlushAsync(SlideFlow flow) => default;

    /// <summary>Called outside the node's own calls when it must end for a slide.</summary>
    public ValueTask RequestEndAsync(SlideFlow flow)
    {
        // User code runs in the node's own block, so that `parallel` bounds it; without user code there is nothing to wait for.
        return Invoker.IsCollector && !flow.Scope.IsPoisoned ? new(EnqueueEndAsync(flow)) : EndAsync(flow);
    }

    /// <summary>Takes no more items. Called when all slides have ended, in the order of the graph.</summary>
    public abstract void Complete();

    protected abstract Task<bool> EnqueueAsync(IPayload item);

    protected abstract Task<bool> EnqueueEndAsync(SlideFlow flow);

    /// <summary>Notes that an item has left the queue.</summary>
    protected void Dequeued(IPayload item)
    {
        Interlocked.Add(ref queuedBytes, -BytesOf(item));
        Metrics.Received(QueuedItems);
    }

    /// <summary>Processes one item alone and releases it. Never throws.</summary>
    protected async ValueTask CallAsync(IPayload item, SlideFlow flow)
    {
        SlideScope scope = item.Scope;
        if (scope.IsPoisoned)
        {
            Metrics.Discarded();
        }
        else
        {
            Emitter output = Invoker.CreateEmitter(this, item);
            using Activity? activity = StartActivity(flow);
            long begun = Metrics.BeginCall();
            try
            {
                await Invoker.ProcessAsync(item, output, scope.Cancellation);
                Count(output.Emitted, 1);
            }
            catch (OperationCanceledException) when (scope.IsPoisoned)
            {
                Metrics.Discarded();
            }
            catch (Exception exception)
            {
                // A cancellation that nobody asked for is a failure like any other; Dataflow would lose the item without a word.
                Metrics.Failed();
                activity?.SetStatus(ActivityStatusCode.Error, exception.Message);
                Failures.Report(Id, item, exception);
            }
            finally
            {
                Metrics.EndCall(begun);
                output.Close();
            }
        }

        ReleaseItem(item);
    }

    /// <summary>Gives the item's memory back. A stage that disposed it itself has a defect, which fails the slide. Never throws.</summary>
    protected void ReleaseItem(IPayload item)
    {
        try
        {
            (item as LeasedPayload)?.Dispose();
        }
        catch (ObjectDisposedException exception)
        {
            Failures.FailSlide(item.Scope, new StageFailure(
                Id, "A stage disposed an item that belongs to the engine.", "Retain an item before disposing it.", null, exception));
        }
    }

    protected void Count(int emitted, int items)
    {
        if (emitted > 0 || Invoker.IsCollector)
        {
            Metrics.Completed(items);
        }
        else
        {
            Metrics.Filtered(items);
        }
    }

    protected Activity? StartActivity(SlideFlow flow) =>
        flow.Activity is { } parent
            ? PipelineMeter.Activities.StartActivity(Id, ActivityKind.Internal, parent.Context)
            : null;

    /// <summary>Ends this node for a slide: the stage's last word, then the watermark for its consumers. Never throws.</summary>
    protected async ValueTask EndAsync(SlideFlow flow)
    {
        SlideScope scope = flow.Scope;
        if (Invoker.IsCollector && !scope.IsPoisoned)
        {
            Emitter output = Invoker.CreateEmitter(this, null);
            long begun = Metrics.BeginCall();
            try
            {
                await Invoker.EndSlideAsync(scope, output, scope.Cancellation);
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !scope.IsPoisoned)
            {
                Failures.FailSlide(scope, StageFailure.From(Id, exception));
            }
            catch (OperationCanceledException)
            {
                // The slide failed or the run was stopped meanwhile: its end is of no interest any more.
            }
            finally
            {
                Metrics.EndCall(begun);
                output.Close();
            }
        }

        flow.EndEmission(this);
        foreach (GraphNode consumer in Consumers)
        {
            if (flow.CloseUpstream(consumer))
            {
                await consumer.FlushAsync(flow);
            }

            if (flow.Release(consumer))
            {
                await consumer.RequestEndAsync(flow);
            }
        }

        flow.EndNode();
    }

    /// <summary>Runs the node's own code; what escapes it is a defect of the engine, which ends the run instead of hanging it.</summary>
    protected async Task GuardAsync(Func<Task> handle)
    {
        try
        {
            await handle();
        }
        catch (Exception exception)
        {
            Failures.Crash(exception);
        }
    }

    private void Anticipate(IPayload item)
    {
        try
        {
            if (!item.Scope.IsPoisoned)
            {
                Invoker.Anticipate(item);
            }
        }
        catch (Exception exception)
        {
            // The item was announced: whoever sends it must not see this, or its token would never come back.
            Failures.FailSlide(item.Scope, StageFailure.From(Id, exception));
        }
    }

    private static long BytesOf(IPayload item) => item is LeasedPayload leased ? leased.LeasedBytes : 0;

    private async ValueTask SendToConsumersAsync(IPayload item, SlideFlow flow)
    {
        // All are announced before the first send waits: an emission that its stage did not await must not find a later consumer ended.
        foreach (GraphNode consumer in Consumers)
        {
            flow.Announce(consumer);
        }

        foreach (GraphNode consumer in Consumers)
        {
            Task<bool> sending = consumer.AcceptAsync(item);
            if (!sending.IsCompleted)
            {
                long since = Metrics.Now();
                await sending;
                Metrics.Waited(since);
            }

            if (!await sending)
            {
                throw new InvalidOperationException($"Stage '{consumer.Id}' took no more items while slide '{flow.Scope.Name}' was in flight.");
            }
        }
    }
}
