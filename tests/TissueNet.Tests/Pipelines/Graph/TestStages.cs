using System.Collections.Concurrent;
using TissueNet.Stages;

namespace TissueNet.Tests.Pipelines.Graph;

/// <summary>Makes a slide's items.</summary>
internal sealed class ExpandStage(Func<SlideScope, int> count) : IStage<Seed, Number>
{
    public async ValueTask ProcessAsync(Seed item, IStageOutput<Number> output, CancellationToken cancellation)
    {
        for (int i = 0; i < count(item.Scope); i++)
        {
            await output.EmitAsync(new Number(item.Scope, i), cancellation);
        }
    }
}

/// <summary>Leases a block per item.</summary>
internal sealed class LeaseStage(Func<int, ValueTask>? misbehave = null) : IStage<Number, Block>, INeedsPool
{
    private IPixelPool pool = null!;

    public void Take(IPixelPool pool) => this.pool = pool;

    public async ValueTask ProcessAsync(Number item, IStageOutput<Block> output, CancellationToken cancellation)
    {
        PixelLease lease = await pool.LeaseAsync(1024, cancellation);
        try
        {
            await (misbehave?.Invoke(item.Index) ?? default);
        }
        catch
        {
            lease.Dispose();
            throw;
        }

        await output.EmitAsync(new Block(item.Scope, item.Index, lease), cancellation);
    }
}

/// <summary>Waits for something that another call holds, as long as told.</summary>
internal sealed class WaitStage(TimeSpan wait) : IStage<Seed, Number>, INeedsContext
{
    private StageContext context = null!;

    public void Take(StageContext context) => this.context = context;

    public async ValueTask ProcessAsync(Seed item, IStageOutput<Number> output, CancellationToken cancellation)
    {
        int index = await context.WaitAsync(new ValueTask<int>(LaterAsync(cancellation)));
        await output.EmitAsync(new Number(item.Scope, index), cancellation);
    }

    private async Task<int> LaterAsync(CancellationToken cancellation)
    {
        await Task.Delay(wait, cancellation);
        return 1;
    }
}

/// <summary>Passes items on, unless told otherwise.</summary>
internal sealed class PassStage<T>(Func<T, CancellationToken, ValueTask<bool>>? act = null) : IStage<T, T>
    where T : class, IPayload
{
    public async ValueTask ProcessAsync(T item, IStageOutput<T> output, CancellationToken cancellation)
    {
        if (act is null || await act(item, cancellation))
        {
            await output.EmitAsync(item, cancellation);
        }
    }
}

/// <summary>Passes batches on; records their sizes.</summary>
internal sealed class BatchStage(Func<IReadOnlyList<Block>, CancellationToken, ValueTask>? act = null) : IBatchStage<Block, Number>
{
    public ConcurrentQueue<int> Sizes { get; } = new();

    public async ValueTask ProcessAsync(IReadOnlyList<Block> batch, IStageOutput<Number> output, CancellationToken cancellation)
    {
        Sizes.Enqueue(batch.Count);
        await (act?.Invoke(batch, cancellation) ?? default);
        foreach (Block block in batch)
        {
            block.IsReleased.ShouldBeFalse();
            await output.EmitAsync(new Number(block.Scope, block.Index), cancellation);
        }
    }
}

/// <summary>The sum of a slide's items.</summary>
internal sealed record Total(SlideScope Scope, IReadOnlyList<int> Indices) : ISlidePayload;

/// <summary>Collects a slide's items and emits them at its end; checks that the end comes once and last.</summary>
internal sealed class CollectStage<T> : IStage<T, Total>
    where T : class, IPatchPayload
{
    public ConcurrentDictionary<string, int> Ends { get; } = new();

    public ValueTask ProcessAsync(T item, IStageOutput<Total> output, CancellationToken cancellation)
    {
        Ends.ContainsKey(item.Scope.Name).ShouldBeFalse("an item came after its slide's end");
        item.Scope.State(this, () => new ConcurrentQueue<int>()).Enqueue(item.Index);
        return default;
    }

    public async ValueTask EndSlideAsync(SlideScope scope, IStageOutput<Total> output, CancellationToken cancellation)
    {
        Ends.AddOrUpdate(scope.Name, 1, (_, n) => n + 1);
        IEnumerable<int> indices = scope.FindState<ConcurrentQueue<int>>(this) ?? [];
        await output.EmitAsync(new Total(scope, [.. indices.Order()]), cancellation);
    }
}
