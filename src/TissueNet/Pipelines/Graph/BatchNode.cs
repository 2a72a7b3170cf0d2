using System.Threading.Tasks.Dataflow;
using TissueNet.Stages;

namespace TissueNet.Pipelines.Graph;

/// <summary>
/// A node that takes batches. An intake of one collects items; a batch leaves when it is full, when its oldest item has waited
/// <c>max_wait</c>, or when the last item of a slide is in. It then runs in a second block, up to <c>parallel</c> at once.
/// </summary>
internal sealed class BatchNode : GraphNode, IDisposable
{
    private readonly ActionBlock<IPayload> intake;
    private readonly ActionBlock<object> work;
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly ITimer timer;
    private readonly CancellationTokenRegistration stopped;
    private readonly TimeSpan maxWait;
    private readonly int size;
    private List<IPayload> pending;
    private long generation;
    private long timedGeneration = -1;

    public BatchNode(
        int index, StageInvoker invoker, NodeMetrics metrics, FailurePolicy failures, StagePlan plan, TimeProvider time)
        : base(index, invoker, metrics, failures)
    {
        size = plan.Batch;
        maxWait = plan.MaxWait;
        pending = new List<IPayload>(size);
        intake = new ActionBlock<IPayload>(item => GuardAsync(() => CollectAsync(item)), new ExecutionDataflowBlockOptions
        {
            BoundedCapacity = plan.Buffer + 1,
            MaxDegreeOfParallelism = 1,
        });
        work = new ActionBlock<object>(message => GuardAsync(() => HandleAsync(message)), new ExecutionDataflowBlockOptions
        {
            // No batch waits here: the next one fills up in the intake meanwhile.
            BoundedCapacity = plan.Parallel,
            MaxDegreeOfParallelism = plan.Parallel,
            EnsureOrdered = false,
        });
        timer = time.CreateTimer(static state => ((BatchNode)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        stopped = failures.RunStopped.UnsafeRegister(static state => ((BatchNode)state!).FlushPoisoned(), this);
    }

    public override int QueuedItems => intake.InputCount;

    public override Task Completion => work.Completion;

    public override ValueTask FlushAsync(SlideFlow flow) => new(DispatchIfAsync(
        () => flow.HasArrived(this) && pending.Exists(item => ReferenceEquals(item.Scope, flow.Scope))));

    /// <summary>Lets items of failed slides go at once instead of at <c>max_wait</c>: called when a slide has failed or the run is stopped.</summary>
    public void FlushPoisoned() =>
        _ = GuardAsync(() => DispatchIfAsync(() => pending.Exists(item => item.Scope.IsPoisoned)));

    public override void Complete()
    {
        // All slides have ended, so nothing is pending in either block.
        intake.Complete();
        work.Complete();
    }

    public void Dispose()
    {
        timer.Dispose();
        stopped.Dispose();
    }

    protected override Task<bool> EnqueueAsync(IPayload item) => intake.SendAsync(item);

    protected override Task<bool> EnqueueEndAsync(SlideFlow flow) => work.SendAsync(flow);

    private async Task CollectAsync(IPayload item)
    {
        SlideFlow flow = SlideFlow.Of(item.Scope);
        Dequeued(item);
        await gate.WaitAsync();
        try
        {
            pending.Add(item);
            bool last = flow.Arrive(this);
            if (last || pending.Count == size || item.Scope.IsPoisoned)
            {
                // A failed slide's items leave at once, so that it can end and its memory is free.
                await DispatchAsync();
            }
            else if (pending.Count == 1)
            {
                timedGeneration = generation;
                timer.Change(maxWait, Timeout.InfiniteTimeSpan);
            }
        }
        finally
        {
            gate.Release();
        }
    }

    // Nobody awaits what a timer or a failure sets off; the guard sees to exceptions.
    private void OnTimer() => _ = GuardAsync(() => DispatchIfAsync(() => timedGeneration == generation && pending.Count > 0));

    private async Task DispatchIfAsync(Func<bool> condition)
    {
        await gate.WaitAsync();
        try
        {
            if (condition())
            {
                await DispatchAsync();
            }
        }
        finally
        {
            gate.Release();
        }
    }

    // Called with the gate held: while all workers are busy the intake stands still, which is the back-pressure.
    private async ValueTask DispatchAsync()
    {
        List<IPayload> batch = pending;
        pending = new List<IPayload>(size);
        generation++;
        await work.SendAsync(batch);
    }

    private async Task HandleAsync(object message)
    {
        if (message is SlideFlow ended)
        {
            await EndAsync(ended);
            return;
        }

        var batch = (List<IPayload>)message;
        List<IPayload> live = Discard(batch);
        if (live.Count > 0)
        {
            await RunAsync(live);
        }

        foreach (IPayload item in batch)
        {
            SlideFlow flow = SlideFlow.Of(item.Scope);
            if (flow.Release(this))
            {
                await EndAsync(flow);
            }
        }
    }

    private List<IPayload> Discard(List<IPayload> batch)
    {
        List<IPayload>? live = null;
        for (int i = 0; i < batch.Count; i++)
        {
            if (batch[i].Scope.IsPoisoned)
            {
                live ??= batch.GetRange(0, i);
                Metrics.Discarded();
                ReleaseItem(batch[i]);
            }
            else
            {
                live?.Add(batch[i]);
            }
        }

        return live ?? batch;
    }

    private async ValueTask RunAsync(List<IPayload> batch)
    {
        if (batch.Count == 1)
        {
            Metrics.Batch();
            await CallAsync(batch[0], SlideFlow.Of(batch[0].Scope));
            return;
        }

        Emitter output = Invoker.CreateEmitter(this, batch);
        long begun = Metrics.BeginCall();
        Exception? failure = null;
        using (StartActivity(SlideFlow.Of(batch[0].Scope)))
        {
            try
            {
                Metrics.Batch();

                // The slides of a batch fail apart from one another, so none of their tokens may cancel the others' work.
                await Invoker.ProcessBatchAsync(batch, output, Failures.RunStopped);
            }
            catch (Exception exception)
            {
                failure = exception;
            }
            finally
            {
                Metrics.EndCall(begun);
                output.Close();
            }
        }

        if (failure is not null && output.Emitted == 0 && !Failures.RunStopped.IsCancellationRequested)
        {
            // One bad item must not cost its neighbours, which may be of other slides: each one again, alone.
            foreach (IPayload item in batch)
            {
                await CallAsync(item, SlideFlow.Of(item.Scope));
            }

            return;
        }

        Settle(batch, output.Emitted, failure);
    }

    private void Settle(List<IPayload> batch, int emitted, Exception? failure)
    {
        foreach (IPayload item in batch)
        {
            if (failure is OperationCanceledException && item.Scope.IsPoisoned)
            {
                Metrics.Discarded();
            }
            else if (failure is not null)
            {
                Metrics.Failed();
                Failures.Report(Id, item, failure);
            }
            else
            {
                Count(emitted, 1);
            }

            ReleaseItem(item);
        }
    }
}
